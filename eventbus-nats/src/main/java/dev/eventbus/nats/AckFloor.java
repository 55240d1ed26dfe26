package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import dev.eventbus.transport.StartAt;
import io.nats.client.Connection;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StreamInfo;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Up to where every message of a durable was settled when it was looked at last, in case its consumer is deleted: one
 * made anew begins behind it, and not with the whole history. Used by one thread at a time.
 */
final class AckFloor {
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(PullLoop.class);

    private final LongSupplier nanoTime;
    private long lookedAt;
    private long sequence;

    /** A stream that was made anew counts from 1 again, and what was settled of the old one says nothing of it. */
    private @Nullable ZonedDateTime streamMade;

    AckFloor(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @param stream asked for before the consumer was, so that it is not newer than that */
    void seen(StreamInfo stream, ConsumerInfo consumer) {
        streamMade = stream.getCreateTime();
        sequence = consumer.getAckFloor().getStreamSequence();
        lookedAt = nanoTime.getAsLong();
    }

    /** Asks the server now and then; blocks for its answer. */
    void look(Connection connection, String stream, String durable) {
        if (nanoTime.getAsLong() - lookedAt < BETWEEN_LOOKS.toNanos()) {
            return;
        }
        lookedAt = nanoTime.getAsLong();
        try {
            JetStreamApi.of(connection, "Could not look after durable " + durable)
                    .find(management -> management.getConsumerInfo(stream, durable))
                    .ifPresent(info -> sequence = info.getAckFloor().getStreamSequence());
        } catch (EventBusException e) {
            LOG.debug("Could not look how far a durable is; what is known stays true durable={}", durable, e);
        }
    }

    /** Where a consumer that is gone is to begin. */
    StartAt start(StreamInfo stream, StartAt asked) {
        boolean same = stream.getCreateTime().equals(streamMade);
        // A server that lost its disk's last writes gives the same sequences to other messages.
        long lost = stream.getStreamState().getLastSequence();
        return same && sequence > 0 ? StartAt.sequence(Math.min(sequence, lost) + 1) : asked;
    }
}
