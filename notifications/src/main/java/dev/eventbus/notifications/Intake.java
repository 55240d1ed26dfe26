package dev.eventbus.notifications;

import dev.eventbus.EventBus;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.interceptor.Metrics;
import dev.eventbus.nats.ConsumerLag;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.NatsSignals;
import dev.eventbus.notifications.channel.ClientActions;
import dev.eventbus.notifications.channel.Rejoined;
import dev.eventbus.retry.RetryPolicy;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What comes in from NATS: every workspace's events, and what clients did. */
@Singleton
final class Intake implements AutoCloseable {
    static final String DURABLE = "notifier";

    private final EventBus bus;
    private final NatsSignals signals;
    private final NotifyOfEvent notifyOfEvent;
    private final ClientActions clientActions;
    private final Rejoined rejoined;
    private final Supplier<ConsumerLag> watchLag;
    private NatsSignals.@Nullable Listening listening;
    private NatsSignals.@Nullable Listening joining;
    private @Nullable ConsumerLag lag;

    Intake(
            EventBus bus,
            NatsSignals signals,
            NotifyOfEvent notifyOfEvent,
            ClientActions clientActions,
            Rejoined rejoined,
            NatsConnection connection,
            MeterRegistry registry) {
        this.bus = bus;
        this.signals = signals;
        this.notifyOfEvent = notifyOfEvent;
        this.clientActions = clientActions;
        this.rejoined = rejoined;
        this.watchLag = () -> ConsumerLag.watch(connection, DURABLE, Metrics.consumerLag(registry, DURABLE));
    }

    void open() {
        listening = signals.listen(ClientActions.CHANNEL, clientActions);
        joining = signals.listen(Rejoined.CHANNEL, rejoined);
        bus.subscribe(everything(), notifyOfEvent);
        lag = watchLag.get();
    }

    // The handler says itself what is to be retried, for as long as the database is away; so attempts are no measure.
    private static SubscribeOptions everything() {
        RetryPolicy unlimited =
                RetryPolicy.fixed(Duration.ofSeconds(5), 1_000_000).permanentWhen(failure -> true);
        return SubscribeOptions.to("*.*")
                .allOrgs()
                .durable(DURABLE)
                .ackWait(Duration.ofSeconds(15)) // how long a killed replica holds events back
                .retry(unlimited);
    }

    /** Lets what is in hand finish. */
    @Override
    public void close() {
        Optional.ofNullable(lag).ifPresent(ConsumerLag::close);
        bus.close();
        Optional.ofNullable(listening).ifPresent(NatsSignals.Listening::close);
        Optional.ofNullable(joining).ifPresent(NatsSignals.Listening::close);
    }
}
