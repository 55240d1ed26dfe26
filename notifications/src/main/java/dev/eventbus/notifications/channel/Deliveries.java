package dev.eventbus.notifications.channel;

import dev.eventbus.notifications.inbox.Outgoing;
import dev.eventbus.notifications.rule.ChannelKind;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Takes stored notifications to their channels, the most urgent first and never more than a bounded number at a time.
 * What does not fit is left alone: its lease runs out, and the {@link Sweeper} brings it again.
 */
@Singleton
public final class Deliveries implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Deliveries.class);
    static final int QUEUE = 10_000;
    static final int IN_FLIGHT = 1_000;
    // Of what takes long only so much is claimed as can be sent before its lease ends.
    private static final Lane.Bounds SOCKETS = new Lane.Bounds(QUEUE, IN_FLIGHT, Duration.ofSeconds(10));
    private static final Lane.Bounds PUSHES = new Lane.Bounds(1_000, 200, Duration.ofSeconds(20));
    private static final Lane.Bounds MAILS = new Lane.Bounds(50, 10, Duration.ofSeconds(40));

    private final Map<ChannelKind, Lane> lanes = new EnumMap<>(ChannelKind.class);

    Deliveries(@All List<Channel> channels, Outcomes outcomes, InstantSource clock) {
        channels.forEach(
                channel -> lanes.put(channel.kind(), new Lane(channel, bounds(channel.kind()), outcomes::add, clock)));
    }

    private static Lane.Bounds bounds(ChannelKind kind) {
        return switch (kind) {
            case WEBSOCKET -> SOCKETS;
            case PUSH -> PUSHES;
            case EMAIL -> MAILS;
        };
    }

    void start() {
        lanes.values().forEach(Lane::start);
    }

    /**
     * What was just created: sockets are tried at once, the other channels when their time has come. Never blocks and
     * never refuses: see the class.
     */
    public void accept(List<Outgoing> stored) {
        for (Outgoing outgoing : stored) {
            if (outgoing.channel() == ChannelKind.WEBSOCKET) {
                send(outgoing);
            }
        }
    }

    void send(Outgoing outgoing) {
        Lane lane = lanes.get(outgoing.channel());
        if (lane != null && !lane.offer(outgoing)) {
            LOG.debugf("Left a notification for later, the queue was full: channel=%s", outgoing.channel());
        }
    }

    /** The channels there are. */
    Set<ChannelKind> kinds() {
        return lanes.keySet();
    }

    /** How many more of a channel may be claimed; 0 while much waits: what is at hand first. */
    int room(ChannelKind kind) {
        Lane lane = lanes.get(kind);
        return lane == null ? 0 : lane.room();
    }

    int waiting() {
        return lanes.values().stream().mapToInt(Lane::waiting).sum();
    }

    /** Sends no more, and waits a moment for answers to what is under way. */
    @Override
    public void close() {
        lanes.values().forEach(Lane::close);
    }
}
