package dev.eventbus.notifications.preview;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.eventbus.notifications.rule.ChannelKind;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a rule would make of an event; lists of people are cut after a hundred. */
@RegisterForReflection
record Preview(
        @Schema(description = "Whether the rule would take the event")
        boolean matches,

        @Schema(description = "Why it would not; empty if it would")
        List<Reason> reasons,

        @Schema(description = "How many would be notified") int recipientCount,

        List<Recipient> recipients,
        List<LeftOut> leftOut,

        @Schema(description = "What is said, by language; the first is the default")
        List<Rendered> contents,

        @Schema(description = "Where rule and event do not go together, unknown values among them")
        List<Fault> errors) {
    static final int MAX_PEOPLE = 100;

    /** Why an event is not taken. */
    @RegisterForReflection
    @Schema(name = "PreviewReason")
    record Reason(
            @Schema(enumeration = {"enabled", "pattern", "source", "condition", "ttl"})
            String check,

            String message) {}

    /** Who would be notified, and how. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PreviewRecipient")
    record Recipient(
            String userId,
            @Nullable String locale,
            Set<ChannelKind> channels,

            @Schema(description = "Channels of the rule that the person does not want")
            Set<ChannelKind> switchedOff,

            @Schema(description = "Channels that wait for the end of the person's quiet hours")
            Set<ChannelKind> deferred,

            @Nullable Instant quietUntil,

            @Schema(description = "Whether it goes into a digest at first")
            boolean digest) {}

    /** Who would not be notified, and why. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PreviewLeftOut")
    record LeftOut(
            @Nullable String userId,

            @Schema(enumeration = {"SENDER", "NO_USER_ID", "NO_MEMBER", "THROTTLED", "BEYOND_LIMIT"})
            String reason,

            String message) {}

    /** The words of one language, by channel. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PreviewContent")
    record Rendered(
            String locale,
            String title,
            String body,
            @Nullable String collapseKey,

            @Schema(description = "title and body of WEBSOCKET and PUSH; subject, text and html of EMAIL")
            Map<ChannelKind, Map<String, String>> channels) {}

    /** What is wrong where. */
    @RegisterForReflection
    @Schema(name = "PreviewError")
    record Fault(String field, String message) {}

    static Preview noMatch(List<Reason> reasons, List<Fault> errors) {
        return new Preview(false, reasons, 0, List.of(), List.of(), List.of(), errors);
    }
}
