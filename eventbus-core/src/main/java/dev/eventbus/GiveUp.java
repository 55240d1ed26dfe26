package dev.eventbus;

import dev.eventbus.topic.Segments;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts events aside that no handler wants and no store keeps. */
record GiveUp(DeadLetterSink sink, InstantSource clock) {
    private static final Logger LOG = LoggerFactory.getLogger(GiveUp.class);

    Instant now() {
        return clock.instant();
    }

    /** @param firstAt when it failed first, or null if it does now */
    void on(String subscription, Event event, Attempt attempt, Verdict.DeadLetter verdict, @Nullable Instant firstAt) {
        Instant now = now();
        try {
            sink.put(verdict.letter(subscription, event, attempt, firstAt == null ? now : firstAt, now));
        } catch (RuntimeException e) {
            LOG.error(
                    "Gave up on an event and could not keep its dead letter either; it is lost"
                            + " subscription={} eventId={} attempts={} reason={}",
                    subscription,
                    event.id(),
                    attempt.number(),
                    Segments.quoted(verdict.reason()),
                    e);
        }
    }
}
