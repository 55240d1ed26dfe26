package dev.eventbus.webhook;

import dev.eventbus.webhook.AddressRanges.Kind;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides which addresses a delivery may connect to. It looks at resolved addresses, and the sender connects to exactly
 * those, so a name cannot change its meaning in between. Immutable.
 */
public final class UrlGuard {
    private final AddressRanges ranges = new AddressRanges();
    private final boolean publicOnly;
    private final Set<String> allowed;

    private UrlGuard(boolean publicOnly, Set<String> allowed) {
        this.publicOnly = publicOnly;
        this.allowed = allowed;
    }

    /** For URLs an operator wrote: private networks are fine; link-local and metadata addresses never are. */
    public static UrlGuard forOperators() {
        return new UrlGuard(false, Set.of());
    }

    /**
     * For URLs that came in over an API: public addresses, ports 80, 443 and from 1024 on.
     *
     * @param allowed {@code host} or {@code host:port} entries, an IPv6 host in brackets, that are trusted like an operator's
     */
    public static UrlGuard publicOnly(Collection<String> allowed) {
        return new UrlGuard(
                true,
                allowed.stream()
                        .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()));
    }

    /**
     * Passes if every address of the host is allowed: one bad among them is no accident.
     *
     * @throws ForbiddenAddressException in words fit for the person who registered the URL; it names no address
     */
    public void check(WebhookUrl url, List<InetAddress> addresses) {
        boolean restricted = publicOnly && !trusts(url);
        if (restricted && url.port() < 1_024 && url.port() != 80 && url.port() != 443) {
            throw new ForbiddenAddressException(
                    "port " + url.port() + " is not allowed; use 80, 443 or one above 1023");
        }
        Kind worst = restricted ? Kind.PUBLIC : Kind.PRIVATE;
        for (InetAddress address : addresses) {
            if (ranges.of(address.getAddress()).compareTo(worst) > 0) {
                throw new ForbiddenAddressException("host " + url.host() + " leads to an address that is "
                        + (restricted ? "not public" : "link-local, metadata or reserved"));
            }
        }
    }

    /** Whether an operator has listed the host, so that what else is asked of foreign URLs need not be. */
    public boolean trusts(WebhookUrl url) {
        return allowed.contains(url.hostInUrl()) || allowed.contains(url.hostInUrl() + ":" + url.port());
    }
}
