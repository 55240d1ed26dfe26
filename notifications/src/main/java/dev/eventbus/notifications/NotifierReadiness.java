package dev.eventbus.notifications;

import dev.eventbus.nats.NatsTransport;
import dev.eventbus.notifications.database.Migrations;
import dev.eventbus.notifications.rule.KnownRules;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once NATS holds the stream, the database has its tables and the rules are loaded. Red whenever NATS is away. */
@Readiness
@Singleton
final class NotifierReadiness implements HealthCheck {
    private final NatsTransport transport;
    private final Migrations migrations;
    private final KnownRules rules;

    NotifierReadiness(NatsTransport transport, Migrations migrations, KnownRules rules) {
        this.transport = transport;
        this.migrations = migrations;
        this.rules = rules;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("notifier")
                .status(transport.isReady() && migrations.isDone() && rules.areLoaded())
                .withData("nats", transport.isReady())
                .withData("tables", migrations.isDone())
                .withData("rules", rules.areLoaded())
                .build();
    }
}
