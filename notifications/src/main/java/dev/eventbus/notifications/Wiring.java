package dev.eventbus.notifications;

import dev.eventbus.EventBus;
import dev.eventbus.interceptor.LoggingContext;
import dev.eventbus.interceptor.Metrics;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.NatsSettings;
import dev.eventbus.nats.NatsSignals;
import dev.eventbus.nats.NatsTransport;
import dev.eventbus.notifications.member.Memberships;
import dev.eventbus.notifications.recipient.RecipientResolver;
import dev.eventbus.notifications.recipient.Recipients;
import dev.eventbus.notifications.signal.Signals;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionStage;

/** Makes the parts that know nothing of this application, from what the environment says. */
final class Wiring {
    private static final int WORKERS = 24;

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    NatsSettings natsSettings(NatsConfig config) {
        return NatsSettings.of(config.url())
                .withCreds(config.creds().map(Path::of).orElse(null))
                .withUser(config.user().orElse(null), config.password().orElse(null))
                .withConnectionName("notifier");
    }

    @Produces
    @Singleton
    NatsConnection connection(NatsSettings settings) {
        return NatsConnection.connect(settings);
    }

    @Produces
    @Singleton
    NatsTransport transport(NatsConnection connection, NatsSettings settings) {
        return NatsTransport.open(connection, settings);
    }

    @Produces
    @Singleton
    EventBus bus(NatsTransport transport, InstantSource clock, MeterRegistry registry) {
        return EventBus.builder()
                .transport(transport)
                .workers(WORKERS)
                .clock(clock)
                .intercept(new Metrics(registry))
                .intercept(new LoggingContext())
                .build();
    }

    @Produces
    @Singleton
    NatsSignals natsSignals(NatsConnection connection) {
        return NatsSignals.over(connection);
    }

    @Produces
    @Singleton
    Signals signals(NatsSignals signals) {
        return new Signals() {
            @Override
            public void broadcast(String channel, byte[] body) {
                signals.broadcast(channel, body);
            }

            @Override
            public CompletionStage<byte[]> request(String channel, byte[] body, Duration timeout) {
                return signals.request(channel, body, timeout);
            }
        };
    }

    @Produces
    @Singleton
    Recipients recipients(Memberships memberships, @All List<RecipientResolver> beans) {
        List<RecipientResolver> others = new ArrayList<>(beans);
        ServiceLoader.load(RecipientResolver.class).forEach(others::add);
        return Recipients.of(memberships, others);
    }

    void close(@Disposes NatsSignals signals) {
        signals.close();
    }

    void close(@Disposes NatsConnection connection) {
        connection.close();
    }
}
