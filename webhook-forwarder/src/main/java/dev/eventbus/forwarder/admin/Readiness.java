package dev.eventbus.forwarder.admin;

import dev.eventbus.forwarder.forward.Forwarder;
import dev.eventbus.nats.NatsConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.jspecify.annotations.Nullable;

/** Ready once NATS is connected and every enabled subscription is bound, and not before; never because of a sink. */
@org.eclipse.microprofile.health.Readiness
@ApplicationScoped
public class Readiness implements HealthCheck {
    private record Followed(NatsConnection connection, Forwarder forwarder) {}

    private final AtomicReference<@Nullable Followed> followed = new AtomicReference<>();

    /** Reports on these from now on. */
    public void follow(NatsConnection connection, Forwarder forwarder) {
        followed.set(new Followed(connection, forwarder));
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("forwarder");
        Followed now = followed.get();
        if (now == null) {
            return response.down().withData("state", "starting").build();
        }
        response.withData("nats", now.connection().isConnected() ? "connected" : "not connected");
        now.forwarder().bound().forEach((name, bound) -> response.withData(name, bound ? "bound" : "not bound"));
        return response.status(now.forwarder().isReady()).build();
    }
}
