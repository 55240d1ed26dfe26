package dev.eventbus.gateway.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Which web pages may use a visitor's cookie: the gateway's own, and those of configured origins. */
@ApplicationScoped
public class Origins {
    private final Set<String> allowed;

    Origins(@ConfigProperty(name = "gateway.allowed-origins") Optional<List<String>> allowed) {
        this.allowed = allowed.orElse(List.of()).stream()
                .map(origin -> origin.trim().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether a write may use the cookie. Browsers say where a request comes from by Sec-Fetch-Site, older ones by
     * Origin; what says neither is no browser.
     *
     * @param base the address this request was sent to
     */
    boolean permitWrite(@Nullable String fetchSite, @Nullable String origin, URI base) {
        if (origin != null && permit(origin, base)) {
            return true;
        }
        if (fetchSite != null) {
            return fetchSite.equals("same-origin") || fetchSite.equals("none");
        }
        return origin == null;
    }

    /** Whether pages of the origin may use the cookie. */
    public boolean permit(String origin, URI base) {
        String asked = origin.toLowerCase(Locale.ROOT);
        return allowed.contains(asked) || asked.equals(originOf(base));
    }

    private static String originOf(URI base) {
        String scheme = base.getScheme().toLowerCase(Locale.ROOT);
        boolean isDefault = base.getPort() < 0 || base.getPort() == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + String.valueOf(base.getHost()).toLowerCase(Locale.ROOT)
                + (isDefault ? "" : ":" + base.getPort());
    }
}
