package dev.eventbus.notifications.inbox;

/** Shows a user's changed unread count wherever the user is looking; best effort, never blocks, never throws. */
@FunctionalInterface
public interface UnreadMirror {
    void show(Owner owner, Unread unread);
}
