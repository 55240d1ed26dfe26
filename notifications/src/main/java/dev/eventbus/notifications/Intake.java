package dev.eventbus.notifications;

import dev.eventbus.EventBus;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.nats.NatsSignals;
import dev.eventbus.notifications.channel.ClientActions;
import dev.eventbus.retry.RetryPolicy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What comes in from NATS: every workspace's events, and what clients did. */
@Singleton
final class Intake implements AutoCloseable {
    static final String DURABLE = "notifier";

    private final EventBus bus;
    private final NatsSignals signals;
    private final NotifyOfEvent notifyOfEvent;
    private final ClientActions clientActions;
    private NatsSignals.@Nullable Listening listening;

    Intake(EventBus bus, NatsSignals signals, NotifyOfEvent notifyOfEvent, ClientActions clientActions) {
        this.bus = bus;
        this.signals = signals;
        this.notifyOfEvent = notifyOfEvent;
        this.clientActions = clientActions;
    }

    void open() {
        listening = signals.listen(ClientActions.CHANNEL, clientActions);
        bus.subscribe(everything(), notifyOfEvent);
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
        bus.close();
        Optional.ofNullable(listening).ifPresent(NatsSignals.Listening::close);
    }
}
