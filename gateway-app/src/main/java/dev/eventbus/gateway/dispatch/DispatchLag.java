package dev.eventbus.gateway.dispatch;

import dev.eventbus.interceptor.Metrics;
import dev.eventbus.nats.ConsumerLag;
import dev.eventbus.nats.NatsConnection;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/** Shows how many stored events dispatch has yet to see to. */
@ApplicationScoped
class DispatchLag {
    private final NatsConnection connection;
    private final MeterRegistry registry;
    private @Nullable ConsumerLag lag;

    DispatchLag(NatsConnection connection, MeterRegistry registry) {
        this.connection = connection;
        this.registry = registry;
    }

    void start(@Observes StartupEvent started) {
        lag = ConsumerLag.watch(connection, Dispatch.DURABLE, Metrics.consumerLag(registry, Dispatch.DURABLE));
    }

    void stop(@Observes ShutdownEvent stopping) {
        if (lag != null) {
            lag.close();
        }
    }
}
