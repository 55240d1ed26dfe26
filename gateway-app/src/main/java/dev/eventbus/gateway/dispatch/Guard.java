package dev.eventbus.gateway.dispatch;

import dev.eventbus.webhook.UrlGuard;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the one guard for URLs that came in over the API: public addresses, and what the operator allows. */
@ApplicationScoped
class Guard {
    @Produces
    @Singleton
    UrlGuard guard(@ConfigProperty(name = "gateway.allowed-hosts") Optional<List<String>> allowed) {
        return UrlGuard.publicOnly(allowed.orElse(List.of()));
    }
}
