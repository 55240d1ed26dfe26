package dev.eventbus.forwarder.forward;

import dev.eventbus.EventBusException;
import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.nats.PausedDurables.Pause;
import dev.eventbus.webhook.CircuitBreaker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The subscriptions at work, by name. Changed by one thread at a time, read by many. */
final class Subscriptions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

    private final Surroundings around;
    private final Pauses pauses;
    private final Map<String, RunningSubscription> running = new ConcurrentHashMap<>();

    Subscriptions(Surroundings around) {
        this.around = around;
        this.pauses = new Pauses(around.connection(), this::followPauses);
    }

    /** Finds out what is paused, which has to be known before anything is started; returns whether it is. */
    boolean learnPauses() {
        return pauses.look();
    }

    /** From now on follows what is paused. */
    void start() {
        pauses.start();
    }

    private void followPauses() {
        running.values().forEach(this::followPause);
    }

    private void followPause(RunningSubscription subscription) {
        subscription.follow(pauses.of(subscription.config().source().consumer()));
    }

    /**
     * Pauses a subscription in every process that has it; blocks until that is stored.
     *
     * @throws EventBusException when it could not be stored
     */
    void pause(SubscriptionConfig config, String reason) {
        pauses.pause(
                config.source().consumer(), new Pause(reason, around.clock().instant()));
        follow(config);
    }

    /**
     * Resumes a subscription in every process that has it; blocks until that is stored.
     *
     * @throws EventBusException when it could not be stored
     */
    void resume(SubscriptionConfig config) {
        pauses.resume(config.source().consumer());
        follow(config);
    }

    private void follow(SubscriptionConfig config) {
        RunningSubscription subscription = running.get(config.name());
        if (subscription != null) {
            followPause(subscription);
        }
    }

    /** The endpoint said so itself. The way to the server is not the handler's to wait for. */
    private void gone(SubscriptionConfig config, String reason) {
        pauses.pauseSoon(
                config.source().consumer(), new Pause(reason, around.clock().instant()));
        Thread.ofVirtual().name("pause-" + config.name()).start(() -> follow(config));
    }

    SubscriptionStatus status(SubscriptionConfig config) {
        RunningSubscription subscription = running.get(config.name());
        Pause pause = pauses.of(config.source().consumer());
        return subscription == null
                ? new SubscriptionStatus(config, false, 0, CircuitBreaker.Status.CLOSED, pause)
                : subscription.status(pause);
    }

    /** Ends what is not wanted (any more, or like this), side by side; then starts what is missing. */
    void become(List<SubscriptionConfig> wanted) {
        Map<String, SubscriptionConfig> byName =
                wanted.stream().collect(Collectors.toMap(SubscriptionConfig::name, Function.identity()));
        List<RunningSubscription> unwanted = running.values().stream()
                .filter(subscription -> !subscription
                        .config()
                        .equals(byName.get(subscription.config().name())))
                .toList();
        end(unwanted);
        unwanted.stream()
                .map(RunningSubscription::config)
                .filter(gone -> !byName.containsKey(gone.name()))
                .forEach(gone -> LOG.warn(
                        "Stopped a subscription that the configuration no longer has; its consumer keeps its place on"
                                + " the server until you delete it name={} consumer={}",
                        gone.name(),
                        gone.source().consumer()));
        for (SubscriptionConfig config : wanted) {
            running.computeIfAbsent(config.name(), name -> start(config));
        }
    }

    private RunningSubscription start(SubscriptionConfig config) {
        Pause pause = pauses.of(config.source().consumer());
        return RunningSubscription.start(config, around, pause, reason -> gone(config, reason));
    }

    private void end(List<RunningSubscription> unwanted) {
        List<Thread> closers = unwanted.stream()
                .map(subscription -> Thread.ofVirtual().start(subscription::close))
                .toList();
        try {
            for (Thread closer : closers) {
                closer.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        unwanted.forEach(gone -> running.remove(gone.config().name(), gone));
    }

    boolean isBound(SubscriptionConfig config) {
        RunningSubscription subscription = running.get(config.name());
        return subscription != null && subscription.isBound();
    }

    @Override
    public void close() {
        pauses.close();
        end(List.copyOf(running.values()));
    }
}
