package dev.eventbus.gateway.dispatch;

import dev.eventbus.Ulid;
import dev.eventbus.extensions.InProcessEventGateway;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.webhook.SenderSettings;
import dev.eventbus.webhook.UrlGuard;
import dev.eventbus.webhook.WebhookSender;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the parts of the engine. {@link Dispatch} starts and stops them. */
@ApplicationScoped
class Wiring {
    /** For each address; subscribers that share one have lanes of their own, which are to be the limit. */
    private static final int CONNECTIONS = 1_024;

    @Produces
    @Singleton
    WebhookSender sender(Vertx vertx, UrlGuard guard) {
        return WebhookSender.create(vertx, SenderSettings.of(guard, CONNECTIONS, "eventbus-gateway/0.1"));
    }

    @Produces
    @Singleton
    CallHandlers handlers(
            InProcessEventGateway extensions, @ConfigProperty(name = "gateway.handler-timeout") Duration timeout) {
        return new CallHandlers(extensions, timeout);
    }

    @Produces
    @Singleton
    Attempts attempts(WebhookSender sender, CallHandlers handlers, InstantSource clock) {
        return new Attempts(new PostEvent(sender, clock), handlers);
    }

    @Produces
    @Singleton
    Pauses pauses(Subscribers subscribers) {
        return new Pauses(subscribers::pause);
    }

    @Produces
    @Singleton
    Deliver deliver(Attempts attempts, Pauses pauses, MeterRegistry registry, InstantSource clock) {
        return new Deliver(attempts, pauses, new DispatchMeters(registry), clock);
    }

    @Produces
    @Singleton
    DeliveryWriter writer(
            Jdbc jdbc,
            InstantSource clock,
            Pauses pauses,
            @ConfigProperty(name = "gateway.failing-spell") Duration spell) {
        return new DeliveryWriter(jdbc, new Ulid(clock, new SecureRandom()), new FailingSpells(spell), pauses);
    }

    @Produces
    @Singleton
    Engine engine(Subscribers subscribers, Deliver deliver, DeliveryWriter writer) {
        return new Engine(subscribers, new Lanes(), deliver, writer);
    }
}
