package dev.eventbus.gateway.deadletters;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A dead letter as the API's description shows it; {@link Letter} writes it. */
@Schema(name = "DeadLetter")
record LetterShape(
        String id,
        String eventId,
        String eventKey,
        Subscriber subscriber,
        @Schema(name = "class", examples = "exhausted") String kind,
        String reason,
        int attempts,
        @Schema(nullable = true) @Nullable Integer lastStatus,
        @Schema(nullable = true) @Nullable String lastBody,
        Instant firstAt,
        Instant lastAt,
        LetterState state,

        @Schema(type = SchemaType.OBJECT, nullable = true) @Nullable
        Object event) {
    /** Who was to get the event. */
    @Schema(name = "DeadLetterSubscriber")
    record Subscriber(
            @Schema(enumeration = {"SUBSCRIPTION", "EXTENSION"})
            String kind,

            String key) {}

    /** A part of the list. */
    @Schema(name = "DeadLetterPage")
    record PageShape(
            List<LetterShape> items,
            @Schema(nullable = true) @Nullable String nextCursor) {}

    /** Which letters a replay is for. */
    @Schema(name = "DeadLetterFilter")
    record Filter(String subscriber, @Schema(name = "class") String kind, String eventKey, Instant from, Instant to) {}

    /** The body of a replay. */
    @Schema(name = "DeadLetterReplay", requiredProperties = "filter")
    record Replay(
            Filter filter, @Schema(defaultValue = "false") boolean dryRun) {}
}
