package dev.eventbus.forwarder.admin;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Map;

/** The subscriptions as they are now. */
@Path("/admin/subscriptions")
public final class SubscriptionsResource {
    private final CurrentForwarder current;

    SubscriptionsResource(CurrentForwarder current) {
        this.current = current;
    }

    @GET
    public Map<String, Object> list() {
        return Map.of(
                "items",
                current.get().map(now -> List.copyOf(now.bound().keySet())).orElse(List.of()));
    }
}
