package dev.eventbus.notifications.inbox;

import dev.eventbus.Event;
import dev.eventbus.notifications.rule.Rule;
import dev.eventbus.notifications.template.Content;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one rule has to say about one event to some users.
 *
 * @param event what happened
 * @param eventKey its key as the publisher wrote it
 * @param rule whose notifications these are
 * @param contents what each user is told, by user id
 */
public record NewNotifications(Event event, String eventKey, Rule rule, Map<String, Content> contents) {
    public NewNotifications {
        // Sorted: rows are locked in this order everywhere, so that two batches never wait for each other.
        contents = new TreeMap<>(contents);
    }

    String workspaceId() {
        return event.organizationId();
    }

    List<String> userIds() {
        return List.copyOf(contents.keySet());
    }

    List<String> ids() {
        return contents.keySet().stream()
                .map(user -> NotificationId.of(workspaceId(), event.id(), rule.key(), user))
                .toList();
    }

    List<String> titles() {
        return contents.values().stream().map(Content::title).toList();
    }

    List<String> bodies() {
        return contents.values().stream().map(Content::body).toList();
    }
}
