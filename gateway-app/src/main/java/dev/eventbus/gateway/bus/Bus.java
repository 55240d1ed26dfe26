package dev.eventbus.gateway.bus;

import dev.eventbus.EventBus;
import dev.eventbus.interceptor.LoggingContext;
import dev.eventbus.interceptor.Metrics;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.NatsSettings;
import dev.eventbus.nats.NatsSignals;
import dev.eventbus.nats.NatsTransport;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the connection, the transport and the bus; all of them start while the broker is away. */
@ApplicationScoped
class Bus {
    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    NatsSettings settings(BrokerSettings broker, @ConfigProperty(name = "gateway.publish-deadline") Duration deadline) {
        return broker.settings().withPublishDeadline(deadline);
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
    NatsSignals signals(NatsConnection connection) {
        return NatsSignals.over(connection);
    }

    @Produces
    @Singleton
    EventBus bus(NatsTransport transport, InstantSource clock, MeterRegistry registry) {
        return EventBus.builder()
                .transport(transport)
                .clock(clock)
                .intercept(new Metrics(registry))
                .intercept(new LoggingContext())
                .build();
    }

    void close(@Disposes EventBus bus) {
        bus.close();
    }

    void close(@Disposes NatsConnection connection) {
        connection.close();
    }
}
