package dev.eventbus.forwarder.admin;

import dev.eventbus.forwarder.forward.Forwarder;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready once NATS is connected and every enabled subscription is bound, and not before; never red for a sink. */
@Readiness
@Singleton
final class ReadinessCheck implements HealthCheck {
    private final CurrentForwarder current;

    ReadinessCheck(CurrentForwarder current) {
        this.current = current;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("forwarder");
        Optional<Forwarder> forwarder = current.get();
        if (forwarder.isEmpty()) {
            return response.down().withData("state", "starting").build();
        }
        Forwarder now = forwarder.get();
        response.withData("nats", now.isConnected() ? "connected" : "not connected");
        response.withData("streams", now.hasStreams() ? "as configured" : "not as configured");
        now.bound().forEach((name, bound) -> response.withData("subscription " + name, bound ? "bound" : "not bound"));
        return response.status(now.isReady()).build();
    }
}
