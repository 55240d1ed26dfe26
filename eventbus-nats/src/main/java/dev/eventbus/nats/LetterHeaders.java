package dev.eventbus.nats;

import dev.eventbus.nats.StoredLetter.Failure;
import dev.eventbus.nats.StoredLetter.Origin;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads a dead letter from what its message says; forgiving, because anybody may write to the stream. */
final class LetterHeaders {
    private static final String UNKNOWN = "unknown";

    private final Headers headers;

    private LetterHeaders(@Nullable Headers headers) {
        this.headers = headers == null ? new Headers() : headers;
    }

    /** @param got of a consumer that brings headers only */
    static StoredLetter of(ReadStep.Got got) {
        Message message = got.message();
        LetterHeaders read = new LetterHeaders(message.getHeaders());
        return read.letter(message.getSubject(), got.sequence(), got.storedAt(), read.number("Nats-Msg-Size"));
    }

    static StoredLetter of(MessageInfo info) {
        byte[] data = info.getData();
        return new LetterHeaders(info.getHeaders())
                .letter(info.getSubject(), info.getSeq(), info.getTime().toInstant(), data == null ? 0 : data.length);
    }

    private StoredLetter letter(String subject, long sequence, Instant storedAt, long size) {
        int subscription = DeadLetters.PREFIX.length();
        int original = subject.indexOf('.', subscription) + 1;
        boolean split = original > subscription;
        return new StoredLetter(
                sequence,
                storedAt,
                split ? subject.substring(subscription, original - 1) : UNKNOWN,
                origin(split ? subject.substring(original) : subject),
                failure(),
                size,
                "omitted".equals(text(DeadLetters.BODY)));
    }

    private Origin origin(String subject) {
        long sequence = number(DeadLetters.SEQUENCE);
        String id = text(DeadLetters.MESSAGE_ID);
        return new Origin(
                subject,
                text(DeadLetters.ORIGINAL_STREAM),
                sequence,
                DeadLetters.messageId(id, sequence),
                storedAt(sequence),
                text(DeadLetters.TRACEPARENT));
    }

    /** Letters from before there was a header for it tell it in their id, which ends in sequence and time. */
    private @Nullable Instant storedAt(long sequence) {
        Instant said = time(DeadLetters.STORED_AT);
        String id = text("Nats-Msg-Id");
        if (said != null || id == null) {
            return said;
        }
        int end = id.lastIndexOf(':');
        boolean ours = end > 0 && id.startsWith("dlq:") && id.substring(0, end).endsWith(":" + sequence);
        long millis = ours ? number(id.substring(end + 1), 0) : 0;
        return millis > 0 ? Instant.ofEpochMilli(millis) : null;
    }

    private Failure failure() {
        String kind = text(DeadLetters.CLASS);
        String reason = text(DeadLetters.REASON);
        long status = number(DeadLetters.LAST_STATUS);
        return new Failure(
                kind == null ? UNKNOWN : kind,
                reason == null ? "" : reason,
                text(DeadLetters.CAUSE),
                (int) Math.min(Integer.MAX_VALUE, number(DeadLetters.ATTEMPTS)),
                status > 0 && status < 1_000 ? (int) status : null,
                time(DeadLetters.FIRST_AT),
                time(DeadLetters.LAST_AT));
    }

    private @Nullable String text(String name) {
        return headers.getFirst(name);
    }

    private long number(String name) {
        String text = text(name);
        return text == null ? 0 : number(text, 0);
    }

    private static long number(String text, long otherwise) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private @Nullable Instant time(String name) {
        String text = text(name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
