package dev.eventbus;

import dev.eventbus.retry.Backoff;
import dev.eventbus.topic.Segments;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts dead letters of events aside that no store keeps, and does not try for ever. */
record GiveUp(DeadLetterSink sink, InstantSource clock) {
    static final int TRIES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(GiveUp.class);
    private static final Backoff PAUSES = Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(10));

    Instant now() {
        return clock.instant();
    }

    /**
     * Tries to have a letter kept.
     *
     * @param tries which try this is; the last one's failure ends it
     * @return after what time to try again; empty if this is over, one way or the other
     */
    Optional<Duration> put(DeadLetter letter, int tries) {
        try {
            sink.put(letter);
            return Optional.empty();
        } catch (RuntimeException e) {
            if (tries < TRIES) {
                logRetry(letter, tries, e);
                return Optional.of(PAUSES.after(tries));
            }
            logLoss(letter, e);
            return Optional.empty();
        }
    }

    private static void logRetry(DeadLetter letter, int tries, RuntimeException failure) {
        LOG.debug(
                "Could not keep a dead letter and will try again subscription={} eventId={} try={}",
                letter.subscription(),
                letter.event().id(),
                tries,
                failure);
    }

    private static void logLoss(DeadLetter letter, RuntimeException failure) {
        LOG.error(
                "Gave up on an event and could not keep its dead letter either; it is lost"
                        + " subscription={} eventId={} attempts={} kind={} reason={}",
                letter.subscription(),
                letter.event().id(),
                letter.attempts(),
                letter.kind(),
                Segments.quoted(letter.reason()),
                failure);
    }
}
