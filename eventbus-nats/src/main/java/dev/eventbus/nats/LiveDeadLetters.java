package dev.eventbus.nats;

import dev.eventbus.DeadLetter;
import dev.eventbus.DeadLetterSink;
import dev.eventbus.EventBusException;
import dev.eventbus.Subscription;
import dev.eventbus.json.EventCodec;
import dev.eventbus.topic.Topic;
import java.util.HashMap;
import java.util.Map;

/** Puts dead letters of live and local subscriptions beside those of durables; blocks until the server has them. */
final class LiveDeadLetters implements DeadLetterSink {
    private final NatsConnection connection;
    private final DeadLetters deadLetters;
    private volatile boolean ensured;

    LiveDeadLetters(NatsConnection connection) {
        this.connection = connection;
        this.deadLetters = new DeadLetters(connection);
    }

    @Override
    public void put(DeadLetter letter) {
        if (!ensured) {
            DeadLetters.ensure(connection);
            ensured = true;
        }
        try {
            deadLetters.write(written(letter));
        } catch (EventBusException e) {
            ensured = false; // the stream may be gone: the next try looks
            throw e;
        }
    }

    private static DeadLetters.DeadLetter written(DeadLetter letter) {
        Topic topic = letter.event().topic();
        boolean stored = letter.position().isStored();
        String subject = stored ? Subjects.stored(topic) : Subjects.live(topic);
        return new DeadLetters.DeadLetter(
                Subscription.stableName(letter.subscription()),
                messageId(letter),
                subject,
                EventCodec.encode(letter.event()),
                headers(letter, subject, stored));
    }

    /** Of the letter, not of the event: other subscriptions, here or elsewhere, may give the same event up. */
    private static String messageId(DeadLetter letter) {
        return "dlq:" + letter.subscription() + ":" + letter.event().id() + ":" + letter.lastAt();
    }

    private static Map<String, String> headers(DeadLetter letter, String subject, boolean stored) {
        Map<String, String> headers = new HashMap<>();
        headers.put(DeadLetters.SUBSCRIPTION, letter.subscription());
        headers.put(DeadLetters.CLASS, letter.kind());
        headers.put(DeadLetters.REASON, letter.reason());
        headers.put(DeadLetters.ATTEMPTS, Integer.toString(letter.attempts()));
        headers.put(DeadLetters.FIRST_AT, letter.firstAt().toString());
        headers.put(DeadLetters.LAST_AT, letter.lastAt().toString());
        headers.put(DeadLetters.MESSAGE_ID, letter.event().id());
        headers.put(DeadLetters.ORIGINAL_SUBJECT, subject);
        if (stored) {
            headers.put(DeadLetters.ORIGINAL_STREAM, EventStream.NAME);
            headers.put(DeadLetters.SEQUENCE, Long.toString(letter.position().sequence()));
        }
        if (letter.cause() != null) {
            headers.put(DeadLetters.CAUSE, letter.cause());
        }
        if (letter.traceId() != null) {
            headers.put(DeadLetters.TRACE_ID, letter.traceId());
        }
        return headers;
    }
}
