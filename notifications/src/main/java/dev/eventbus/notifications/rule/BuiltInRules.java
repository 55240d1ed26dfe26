package dev.eventbus.notifications.rule;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules that every workspace has from the start. */
public final class BuiltInRules {
    private static final Map<String, RuleDefinition> DEFINITIONS = new TreeMap<>();

    static {
        add(rule(
                "new-message",
                "conversation.message_posted",
                template("New message", "{payload.text ?: ''}"),
                recipients("participants", null)));
        add(rule(
                "conversation-created",
                "conversation.created",
                template("You were added to a conversation", "{payload.text ?: ''}"),
                recipients("payload", List.of("/added"))));
        add(rule(
                "task-completed",
                "task.completed",
                template("Task completed", "Task {payload.taskId ?: ''} is done."),
                recipients("owner", null)));
        add(rule(
                "task-failed",
                "task.failed",
                template("Task failed", "Task {payload.taskId ?: ''} failed: {payload.error ?: 'no reason given'}"),
                recipients("owner", null)));
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

    private static void add(RuleDefinition definition) {
        DEFINITIONS.put(definition.key(), definition);
    }

    private static RuleDefinition.Template template(String title, String body) {
        return new RuleDefinition.Template(title, body, null, null, null);
    }

    /** Whoever did it is not told of it; the other resolvers see to that by themselves. */
    private static RecipientsDefinition recipients(String resolver, @Nullable List<String> pointers) {
        return new RecipientsDefinition(resolver, pointers, pointers == null ? null : List.of("actor"), null, null);
    }

    private static RuleDefinition rule(
            String key, String eventPattern, RuleDefinition.Template template, RecipientsDefinition recipients) {
        return new RuleDefinition(
                key,
                eventPattern,
                null,
                Priority.NORMAL,
                template,
                List.of(ChannelKind.WEBSOCKET),
                recipients,
                null,
                null,
                null,
                null,
                true);
    }
}
