package dev.eventbus.gateway;

import dev.eventbus.gateway.database.Database;
import dev.eventbus.nats.NatsTransport;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the broker takes events and PostgreSQL answers. */
@Readiness
@ApplicationScoped
class GatewayHealth implements HealthCheck {
    private final NatsTransport broker;
    private final Database database;

    GatewayHealth(NatsTransport broker, Database database) {
        this.broker = broker;
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        boolean brokerReady = broker.isReady();
        boolean databaseReady = database.isReachable();
        return HealthCheckResponse.named("gateway")
                .status(brokerReady && databaseReady)
                .withData("broker", brokerReady)
                .withData("database", databaseReady)
                .build();
    }
}
