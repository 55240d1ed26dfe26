package dev.eventbus.forwarder.forward;

import dev.eventbus.EventBusException;
import dev.eventbus.forwarder.config.ForwarderConfig;
import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.nats.ConsumerState;
import dev.eventbus.nats.Consumers;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.StreamSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Durable consumers that no subscription of the files names, on the streams that the files are about. They may be left
 * over or somebody else's, so they are told of and never deleted.
 */
public final class Orphans {
    private Orphans() {}

    /**
     * Blocks on the server, with a request for each stream.
     *
     * @throws EventBusException when the server cannot be asked
     */
    public static List<ConsumerState> find(NatsConnection connection, ForwarderConfig config) {
        Set<String> named = config.subscriptions().stream()
                .map(subscription -> subscription.source().consumer())
                .collect(Collectors.toSet());
        Set<String> streams = new TreeSet<>();
        config.streams().stream().map(StreamSpec::name).forEach(streams::add);
        config.subscriptions()
                .forEach(subscription -> stream(connection, subscription).ifPresent(streams::add));
        return streams.stream()
                .flatMap(stream -> ConsumerState.of(connection, stream).stream())
                .filter(consumer -> !named.contains(consumer.durable()))
                .toList();
    }

    private static Optional<String> stream(NatsConnection connection, SubscriptionConfig subscription) {
        String given = subscription.source().stream();
        return given == null ? Consumers.streamOf(connection, ConsumerSpec.of(subscription)) : Optional.of(given);
    }

    /** What to do about one, for an operator. */
    public static String advice(ConsumerState orphan) {
        return "delete it if nobody wants it any more: nats consumer rm " + orphan.stream() + " " + orphan.durable();
    }
}
