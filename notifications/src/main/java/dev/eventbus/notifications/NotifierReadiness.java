package dev.eventbus.notifications;

import dev.eventbus.nats.NatsTransport;
import dev.eventbus.notifications.database.Migrations;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once NATS holds the stream and the database has its tables; red whenever NATS is away. */
@Readiness
@Singleton
final class NotifierReadiness implements HealthCheck {
    private final NatsTransport transport;
    private final Migrations migrations;

    NotifierReadiness(NatsTransport transport, Migrations migrations) {
        this.transport = transport;
        this.migrations = migrations;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("notifier")
                .status(transport.isReady() && migrations.isDone())
                .withData("nats", transport.isReady())
                .withData("tables", migrations.isDone())
                .build();
    }
}
