package dev.eventbus.notifications.rule;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules that every workspace has from the start. */
public final class BuiltInRules {
    private static final Map<String, RuleDefinition> DEFINITIONS = new TreeMap<>();

    // Messages come in numbers, and are read where they are written; the others are rare, and must not be missed.
    private static final List<ChannelKind> LIVE = List.of(ChannelKind.WEBSOCKET);
    private static final List<ChannelKind> ALL = List.of(ChannelKind.values());

    static {
        add(
                "new-message",
                "conversation.message_posted",
                template("New message", "{payload.text ?: ''}"),
                recipients("participants", null, LIVE));
        add(
                "conversation-created",
                "conversation.created",
                template("You were added to a conversation", "{payload.text ?: ''}"),
                recipients("payload", List.of("/added"), ALL));
        add(
                "task-completed",
                "task.completed",
                template("Task completed", "Task {payload.taskId ?: ''} is done."),
                recipients("owner", null, ALL));
        add(
                "task-failed",
                "task.failed",
                template("Task failed", "Task {payload.taskId ?: ''} failed: {payload.error ?: 'no reason given'}"),
                recipients("owner", null, ALL));
    }

    private BuiltInRules() {}

    public static List<Rule> all() {
        return DEFINITIONS.values().stream()
                .map(definition -> definition.compile(RuleId.EVERY_WORKSPACE, 0))
                .toList();
    }

    public static boolean has(String key) {
        return DEFINITIONS.containsKey(key);
    }

    static Optional<RuleDefinition> find(String key) {
        return Optional.ofNullable(DEFINITIONS.get(key));
    }

    /** By key. */
    static List<RuleDefinition> definitions() {
        return List.copyOf(DEFINITIONS.values());
    }

    private static RuleDefinition.Template template(String title, String body) {
        return new RuleDefinition.Template(title, body, null, null, null);
    }

    /** Whoever did it is not told of it; the other resolvers see to that by themselves. */
    private static Reach recipients(String resolver, @Nullable List<String> pointers, List<ChannelKind> channels) {
        List<String> exclude = pointers == null ? null : List.of("actor");
        return new Reach(new RecipientsDefinition(resolver, pointers, exclude, null, null), channels);
    }

    private record Reach(RecipientsDefinition recipients, List<ChannelKind> channels) {}

    private static void add(String key, String eventPattern, RuleDefinition.Template template, Reach reach) {
        DEFINITIONS.put(
                key,
                new RuleDefinition(
                        key,
                        eventPattern,
                        null,
                        Priority.NORMAL,
                        template,
                        reach.channels(),
                        reach.recipients(),
                        null,
                        null,
                        null,
                        null,
                        true));
    }
}
