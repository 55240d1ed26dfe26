package dev.eventbus.notifications;

import dev.eventbus.EventBus;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.interceptor.Metrics;
import dev.eventbus.nats.ConsumerLag;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.NatsSignals;
import dev.eventbus.notifications.channel.ClientActions;
import dev.eventbus.notifications.channel.Rejoined;
import dev.eventbus.notifications.rule.KnownRules;
import dev.eventbus.retry.RetryPolicy;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    private final KnownRules rules;
    private final Supplier<ConsumerLag> watchLag;
    private final List<NatsSignals.Listening> listening = new ArrayList<>();
    private @Nullable ConsumerLag lag;

    Intake(
            EventBus bus,
            NatsSignals signals,
            NotifyOfEvent notifyOfEvent,
            ClientActions clientActions,
            Rejoined rejoined,
            KnownRules rules,
            NatsConnection connection,
            MeterRegistry registry) {
        this.bus = bus;
        this.signals = signals;
        this.notifyOfEvent = notifyOfEvent;
        this.clientActions = clientActions;
        this.rejoined = rejoined;
        this.rules = rules;
        this.watchLag = () -> ConsumerLag.watch(connection, DURABLE, Metrics.consumerLag(registry, DURABLE));
    }

    void open() {
        listening.add(signals.listen(ClientActions.CHANNEL, clientActions));
        listening.add(signals.listen(Rejoined.CHANNEL, rejoined));
        listening.add(signals.listen(
                KnownRules.CHANGED,
                signal -> rules.changedElsewhere(new String(signal.body(), StandardCharsets.UTF_8))));
        // After listening, so that no change falls in between; events wait for it.
        if (rules.start()) {
            bus.subscribe(everything(), notifyOfEvent);
            lag = watchLag.get();
        }
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
        listening.forEach(NatsSignals.Listening::close);
        rules.close();
    }
}
