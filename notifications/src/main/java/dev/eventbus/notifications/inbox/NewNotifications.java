package dev.eventbus.notifications.inbox;

import dev.eventbus.notifications.template.Content;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one rule has to say about one event to some users.
 *
 * @param occasion what happened
 * @param terms what holds for all of them
 * @param drafts what each user is told, by user id
 */
public record NewNotifications(Occasion occasion, Terms terms, Map<String, Draft> drafts) {
    public NewNotifications {
        // Sorted: rows are locked in this order everywhere, so that two batches never wait for each other.
        drafts = new TreeMap<>(drafts);
    }

    String workspaceId() {
        return occasion.workspaceId();
    }

    List<String> userIds() {
        return List.copyOf(drafts.keySet());
    }

    /** Those that are there however often the event comes. */
    List<String> ids() {
        return drafts.keySet().stream().map(this::id).toList();
    }

    String id(String userId) {
        return NotificationId.of(workspaceId(), occasion.cause(), terms.rule(), userId);
    }

    boolean collapse() {
        return drafts.values().stream().anyMatch(draft -> draft.collapseKey() != null);
    }

    <T extends @Nullable Object> List<T> each(Function<Draft, T> part) {
        return drafts.values().stream().map(part).toList();
    }

    NewNotifications only(Predicate<String> users) {
        Map<String, Draft> some = new TreeMap<>(drafts);
        some.keySet().removeIf(users.negate());
        return new NewNotifications(occasion, terms, some);
    }

    /** The same in other words, by user id. */
    NewNotifications saying(Function<String, Content> content) {
        Map<String, Draft> worded = new TreeMap<>();
        drafts.forEach((user, draft) -> worded.put(user, draft.saying(content.apply(user))));
        return new NewNotifications(occasion, terms, worded);
    }
}
