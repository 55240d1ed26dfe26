package dev.eventbus.notifications.rule;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.eventbus.EventKey;
import dev.eventbus.notifications.template.CompiledTemplate;
import dev.eventbus.notifications.template.Condition;
import dev.eventbus.notifications.template.Content;
import dev.eventbus.notifications.template.ContentTemplate;
import dev.eventbus.notifications.template.Templates;
import dev.eventbus.notifications.template.Wording;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A rule as its author writes it, as it is stored, and as the API shows it. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(requiredProperties = {"key", "eventPattern", "template", "recipients"})
public record RuleDefinition(
        @Schema(maxLength = MAX_KEY, pattern = "[A-Za-z0-9._-]+", description = "Unique in the workspace")
        String key,

        @Schema(
                examples = {"crm.deal.*", "conversation.message_posted"},
                description = "[source.]resource.event; each segment may be *")
        String eventPattern,

        @Schema(
                maxLength = Condition.MAX,
                examples = "payload.amount > 100 && payload.state == 'open'",
                description = "What must hold beyond the pattern, in the language of {#if} over event and payload."
                        + " A value that is not there counts as false, and so does a comparison with it")
        @Nullable
        String condition,

        @Schema(defaultValue = "NORMAL") Priority priority,
        Template template,

        @Schema(description = "How it may be delivered, besides the inbox; left out: WEBSOCKET")
        List<ChannelKind> channels,

        RecipientsDefinition recipients,

        @Schema(
                maxLength = 200,
                examples = "deal-{payload.dealId}",
                description = "A template; a newer notification of the rule replaces an unread one with an equal key,"
                        + " and digests are kept apart by it. Also the key by which push services collapse")
        @Nullable
        String collapseKey,

        @Schema(description = "At most max notifications per user in each window of the events' time; not with digest")
        @Nullable
        Throttle throttle,

        @Schema(description = "Collects a user's events for so long after the first, then tells of them at once")
        @Nullable
        Digest digest,

        @Schema(
                examples = "PT24H",
                description = "ISO-8601, from PT1S to P30D, from the time of the event; then the notification expires")
        @Nullable
        String ttl,

        @Schema(defaultValue = "true") boolean enabled) {
    public static final int MAX_KEY = 128;
    static final int MAX_COLLAPSE_KEY = 200;

    /** Title, body and e-mail of the default language, and of others by their tag. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RuleTemplate", requiredProperties = "title")
    public record Template(
            @Schema(maxLength = Content.MAX_TITLE, description = "One line", examples = "Deal {payload.name} closed")
            String title,

            @Schema(
                    maxLength = Content.MAX_BODY,
                    description = "Values {payload.name}, fall-backs {payload.name ?: 'somebody'} and {#if} only, of"
                            + " event, payload and recipient; an unknown value is empty. {event.count} is how many"
                            + " events a digest collected")
            String body,

            @Schema(maxLength = Content.MAX_TITLE, description = "One line; left out: the title") @Nullable
            String emailSubject,

            @Schema(
                    maxLength = Content.MAX_HTML,
                    description = "HTML; every value is escaped; left out: made of title and body")
            @Nullable
            String emailHtml,

            @Schema(
                    description = "Wordings by BCP 47 tag, at most 20. pt-BR falls back to pt, then to the default,"
                            + " each text for itself")
            @Nullable
            Map<String, Wording> locales) {
        ContentTemplate compile() {
            return ContentTemplate.of(
                    new Wording(title, body, emailSubject, emailHtml), Objects.requireNonNullElse(locales, Map.of()));
        }
    }

    /** How many in which time. */
    @RegisterForReflection
    @Schema(
            name = "RuleThrottle",
            requiredProperties = {"max", "window"})
    public record Throttle(
            @Schema(minimum = "1", maximum = "10000") int max,

            @Schema(examples = "PT1H", description = "ISO-8601, from PT1S to P30D")
            String window) {}

    /** How long events are collected. */
    @RegisterForReflection
    @Schema(name = "RuleDigest", requiredProperties = "window")
    public record Digest(
            @Schema(examples = "PT5M", description = "ISO-8601, from PT1S to P7D")
            String window) {}

    /** Throws {@link IllegalArgumentException} naming the field that is wrong. */
    Rule compile(String workspaceId, long revision) {
        return new Rule(
                new RuleId(workspaceId, key, revision),
                new Trigger(
                        EventKey.parsePattern(eventPattern),
                        condition == null ? null : Condition.of(condition),
                        enabled),
                priority,
                template.compile(),
                channels.isEmpty() ? Set.of() : EnumSet.copyOf(channels),
                recipients.spec(),
                new Pacing(
                        collapseTemplate(collapseKey),
                        throttle == null ? null : new Pacing.Throttle(throttle.max, Duration.parse(throttle.window)),
                        digest == null ? null : Duration.parse(digest.window),
                        ttl == null ? null : Duration.parse(ttl)));
    }

    static @Nullable CompiledTemplate collapseTemplate(@Nullable String source) {
        return source == null ? null : Templates.text("collapseKey", source);
    }

    RuleDefinition disabled() {
        return new RuleDefinition(
                key,
                eventPattern,
                condition,
                priority,
                template,
                channels,
                recipients,
                collapseKey,
                throttle,
                digest,
                ttl,
                false);
    }
}
