package dev.eventbus.forwarder.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.eventbus.nats.StoredLetter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A dead letter as operators see it, without its body. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LetterView(
        long sequence,
        Instant storedAt,
        String subscription,
        String subject,
        @JsonProperty("class") String kind,
        String reason,
        @Nullable String cause,
        int attempts,
        @Nullable Integer lastStatus,
        @Nullable Instant firstAt,
        @Nullable Instant lastAt,
        Original original,
        long size,
        boolean bodyOmitted) {
    /** Where the message is, or was. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Original(
            @Nullable String stream,
            long sequence,
            String messageId,
            @Nullable Instant storedAt) {}

    static LetterView of(StoredLetter letter) {
        StoredLetter.Origin origin = letter.origin();
        StoredLetter.Failure failure = letter.failure();
        return new LetterView(
                letter.sequence(),
                letter.storedAt(),
                letter.subscription(),
                origin.subject(),
                failure.kind(),
                failure.reason(),
                failure.cause(),
                failure.attempts(),
                failure.lastStatus(),
                failure.firstAt(),
                failure.lastAt(),
                new Original(origin.stream(), origin.sequence(), origin.messageId(), origin.storedAt()),
                letter.size(),
                letter.bodyOmitted());
    }
}
