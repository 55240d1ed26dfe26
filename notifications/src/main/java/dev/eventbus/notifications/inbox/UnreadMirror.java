package dev.eventbus.notifications.inbox;

import org.jspecify.annotations.Nullable;

/** Shows a user's changed unread count wherever the user is looking; best effort, never blocks, never throws. */
@FunctionalInterface
public interface UnreadMirror {
    default void show(Owner owner, Unread unread) {
        show(owner, unread, null);
    }

    /** @param changed the one notification that was changed, null if there were more */
    void show(Owner owner, Unread unread, @Nullable Notification changed);
}
