package dev.eventbus.gateway.extensions;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Stands in where nothing hosts extensions in this process. */
@ApplicationScoped
@DefaultBean
class NoHandlers implements HandlerPatterns {
    @Override
    public Set<String> of(String extensionKey) {
        return Set.of();
    }
}
