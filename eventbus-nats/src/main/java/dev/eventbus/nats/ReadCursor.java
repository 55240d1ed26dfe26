package dev.eventbus.nats;

import dev.eventbus.transport.StartAt;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a reader stands in the stream, through all the consumers it comes to have and through what becomes of the
 * stream. Used by one thread at a time.
 */
final class ReadCursor {
    private static final Logger LOG = LoggerFactory.getLogger(NatsTransport.class);
    private static final long UNKNOWN = -1;

    private StartAt start;
    private @Nullable StreamView known;
    /** The newest message ever seen or heard of. */
    private long newest;
    /** What was read or passed over, up to and including. */
    private long last;
    /** What was stored when the reading began, up to and including. */
    private long end = UNKNOWN;

    private boolean caughtUp;

    ReadCursor(StartAt start) {
        this.start = start;
    }

    /** What became of the stream since the last look. */
    sealed interface Found {
        /** Reading goes on where it was. */
        record Same() implements Found {}

        /** Messages that were still to be read are gone. */
        record Gap(long from, long to) implements Found {}

        /** It was deleted and made anew; reading begins again. */
        record Anew() implements Found {}
    }

    /** "From now on" without a server that could say where that is. */
    void beginAt(Instant now) {
        start = StartAt.time(now);
    }

    Found look(StreamView now) {
        if (known == null) {
            begin(now);
        } else if (now.isAnotherThan(known)) {
            beginAgain(now);
            return new Found.Anew();
        } else if (now.last() < newest) {
            loseTail(now);
        }
        newest = Math.max(newest, now.last());
        known = now;
        if (last > 0 && last + 1 < now.first()) {
            Found gap = new Found.Gap(last + 1, now.first() - 1);
            last = now.first() - 1;
            return gap;
        }
        return new Found.Same();
    }

    private void begin(StreamView now) {
        end = now.last();
        switch (start) {
            case StartAt.All all -> last = 0;
            case StartAt.Time time -> last = 0;
            case StartAt.New fromNow -> last = end;
            case StartAt.Sequence at -> last = at.sequence() - 1;
        }
        if (last > end) {
            LOG.warn(
                    "Reading begins behind what the stream has; waiting until it is there begin={} last={}",
                    last + 1,
                    end);
        }
    }

    /** All of the new stream is newer than what was read of the old one. */
    private void beginAgain(StreamView now) {
        LOG.warn(
                "The stream of events was deleted and made anew; reading it from its beginning read={} last={}",
                last,
                now.last());
        start = start instanceof StartAt.Time ? start : StartAt.all();
        known = now;
        last = 0;
        end = now.last();
        newest = end;
    }

    /** A server that lost what it had acknowledged gives the same sequences to other messages. */
    private void loseTail(StreamView now) {
        LOG.warn("The stream has lost its newest events; reading what follows newest={} last={}", newest, now.last());
        if (last <= newest) {
            last = Math.min(last, now.last());
        }
        end = Math.min(end, now.last());
        newest = now.last();
    }

    /** Has a consumer begin where the reading goes on. */
    ConsumerConfiguration.Builder startOf(ConsumerConfiguration.Builder consumer) {
        if (last > 0) {
            return consumer.deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(last + 1);
        }
        return start instanceof StartAt.Time(Instant instant)
                ? consumer.deliverPolicy(DeliverPolicy.ByStartTime).startTime(instant.atZone(ZoneOffset.UTC))
                : consumer.deliverPolicy(DeliverPolicy.All);
    }

    /** Whether reading begins with the oldest message. */
    boolean isAtBeginning() {
        return last == 0 && !(start instanceof StartAt.Time);
    }

    /** Whether the message is the next to read, and not one read already. */
    boolean advance(long sequence) {
        newest = Math.max(newest, sequence);
        if (sequence <= last) {
            return false;
        }
        last = sequence;
        return true;
    }

    /** As if all before the sequence were read. */
    void skipTo(long sequence) {
        last = Math.max(last, sequence - 1);
    }

    void endAt(long end) {
        this.end = end;
        newest = Math.max(newest, end);
    }

    long end() {
        return end;
    }

    boolean isCaughtUp() {
        return caughtUp;
    }

    /** Whether nothing up to the end is left to read. */
    boolean isAtEnd() {
        return last >= end;
    }

    void caughtUp() {
        caughtUp = true;
    }
}
