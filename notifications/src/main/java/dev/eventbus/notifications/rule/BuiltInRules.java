package dev.eventbus.notifications.rule;

import dev.eventbus.notifications.recipient.RecipientSpec;
import dev.eventbus.notifications.template.ContentTemplate;
import java.util.List;
import java.util.Set;

/** The rules that every workspace has from the start. */
public final class BuiltInRules {
    private BuiltInRules() {}

    public static List<Rule> all() {
        return List.of(newMessage(), conversationCreated(), taskCompleted(), taskFailed());
    }

    private static Rule newMessage() {
        return rule(
                "new-message",
                "conversation.message_posted",
                ContentTemplate.of("New message", "{payload.text ?: ''}"),
                RecipientSpec.participants());
    }

    private static Rule conversationCreated() {
        return rule(
                "conversation-created",
                "conversation.created",
                ContentTemplate.of("You were added to a conversation", "{payload.text ?: ''}"),
                RecipientSpec.payload("/added"));
    }

    private static Rule taskCompleted() {
        return rule(
                "task-completed",
                "task.completed",
                ContentTemplate.of("Task completed", "Task {payload.taskId ?: ''} is done."),
                RecipientSpec.owner());
    }

    private static Rule taskFailed() {
        return rule(
                "task-failed",
                "task.failed",
                ContentTemplate.of(
                        "Task failed", "Task {payload.taskId ?: ''} failed: {payload.error ?: 'no reason given'}"),
                RecipientSpec.owner());
    }

    private static Rule rule(String key, String eventPattern, ContentTemplate template, RecipientSpec recipients) {
        return new Rule(key, eventPattern, Priority.NORMAL, template, Set.of(ChannelKind.WEBSOCKET), recipients, true);
    }
}
