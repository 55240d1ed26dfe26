package dev.eventbus.forwarder.forward;

import dev.eventbus.EventBusException;
import dev.eventbus.forwarder.config.ForwarderConfig;
import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.nats.ConsumerState;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every five seconds how far each subscription is, for metrics and operators, and after each change of the
 * configuration for durables that are left over. Knows nothing while the server cannot be asked.
 */
public final class Backlogs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Backlogs.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int LOOKS_PER_ORPHANS = 12;

    private final Forwarder forwarder;
    private final Surroundings around;
    private final MultiGauge lag;
    private final MultiGauge oldest;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("backlogs").unstarted(this::watch);

    private volatile Map<String, ConsumerState> states = Map.of();
    private volatile List<ConsumerState> orphans = List.of();

    // Touched by the thread alone.
    private @Nullable ForwarderConfig orphansOf;
    private int looks;

    private Backlogs(Forwarder forwarder, Surroundings around) {
        this.forwarder = forwarder;
        this.around = around;
        this.lag = MultiGauge.builder("eventbus.consumer.lag")
                .description("Messages that a durable has yet to see to")
                .register(around.registry());
        this.oldest = MultiGauge.builder("forwarder.oldest.pending")
                .description("How long ago the oldest message was stored that is not settled yet; 0 if all are")
                .baseUnit("seconds")
                .register(around.registry());
    }

    public static Backlogs watch(Forwarder forwarder, Surroundings around) {
        Backlogs backlogs = new Backlogs(forwarder, around);
        backlogs.thread.start();
        return backlogs;
    }

    /** How far a subscription's consumer was when it was looked at last. */
    public Optional<ConsumerState> of(String subscription) {
        return Optional.ofNullable(states.get(subscription));
    }

    /** How long ago the oldest message was stored that the consumer has yet to settle; zero if there is none. */
    public Duration oldest(ConsumerState state) {
        Instant stored = state.oldest();
        Duration age = stored == null
                ? Duration.ZERO
                : Duration.between(stored, around.clock().instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** The durables that no subscription named when it was looked last. */
    public List<ConsumerState> orphans() {
        return orphans;
    }

    private void watch() {
        try {
            do {
                look();
            } while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        Map<String, ConsumerState> seen = new LinkedHashMap<>();
        ForwarderConfig config = forwarder.config();
        try {
            if (forwarder.isConnected()) {
                config.enabled().forEach(subscription -> look(subscription, seen));
                lookForOrphans(config);
            }
        } catch (EventBusException e) {
            LOG.debug("Could not tell how far the subscriptions are error={}", e.getMessage());
        } catch (RuntimeException e) { // the next look must still come
            LOG.error("Looking how far the subscriptions are failed; it is tried again", e);
        }
        states = seen;
        publish(config, seen);
    }

    private void look(SubscriptionConfig subscription, Map<String, ConsumerState> seen) {
        if (closing.getCount() > 0) {
            ConsumerState.read(around.connection(), ConsumerSpec.of(subscription))
                    .ifPresent(state -> seen.put(subscription.name(), state));
        }
    }

    /** Only once every durable has been made: a new one is looked for among them. */
    private void lookForOrphans(ForwarderConfig config) {
        boolean changed = config != orphansOf;
        if (!forwarder.isReady() || (!changed && ++looks % LOOKS_PER_ORPHANS != 0)) {
            return;
        }
        orphans = Orphans.find(around.connection(), config);
        orphansOf = config;
        if (changed) {
            orphans.forEach(orphan -> LOG.info(
                    "Found a durable consumer that no subscription names; {} stream={} consumer={} pending={}"
                            + " unsettled={}",
                    Orphans.advice(orphan),
                    orphan.stream(),
                    orphan.durable(),
                    orphan.pending(),
                    orphan.unsettled()));
        }
    }

    private void publish(ForwarderConfig config, Map<String, ConsumerState> seen) {
        List<Row<?>> lags = new ArrayList<>();
        List<Row<?>> ages = new ArrayList<>();
        for (SubscriptionConfig subscription : config.enabled()) {
            ConsumerState state = seen.get(subscription.name());
            if (state != null) {
                lags.add(Row.of(Tags.of("durable", state.durable()), state.lag()));
                ages.add(Row.of(
                        Tags.of("subscription", subscription.name()),
                        oldest(state).toMillis() / 1_000.0));
            }
        }
        lag.register(lags, true);
        oldest.register(ages, true);
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
