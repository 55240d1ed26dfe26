package dev.eventbus.forwarder.forward;

import dev.eventbus.forwarder.config.SubscriptionConfig;
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
    private final Map<String, RunningSubscription> running = new ConcurrentHashMap<>();

    Subscriptions(Surroundings around) {
        this.around = around;
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
            running.computeIfAbsent(config.name(), name -> RunningSubscription.start(config, around));
        }
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
        end(List.copyOf(running.values()));
    }
}
