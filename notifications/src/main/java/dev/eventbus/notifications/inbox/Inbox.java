package dev.eventbus.notifications.inbox;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What users do with their own notifications; each change of the unread count is mirrored to their sockets. */
@Singleton
public final class Inbox {
    private final InboxStore store;
    private final UnreadMirror mirror;
    private final InstantSource clock;

    Inbox(InboxStore store, UnreadMirror mirror, InstantSource clock) {
        this.store = store;
        this.mirror = mirror;
        this.clock = clock;
    }

    Page page(Owner owner, PageRequest request) {
        return store.page(owner, request);
    }

    Unread unread(Owner owner) {
        return store.unread(owner);
    }

    /** Whether the owner has such a notification. */
    public boolean has(Owner owner, String id) {
        return NotificationId.isWellFormed(id) && store.find(owner, id).isPresent();
    }

    /** Marks as read, which is the same the second time; false if the owner has no such notification. */
    public boolean markRead(Owner owner, String id) {
        return read(owner, id).isPresent();
    }

    Optional<Change> read(Owner owner, String id) {
        return NotificationId.isWellFormed(id)
                ? mirrored(owner, store.read(owner, id, clock.instant().truncatedTo(ChronoUnit.MILLIS)))
                : Optional.empty();
    }

    Optional<Change> undoRead(Owner owner, String id) {
        return NotificationId.isWellFormed(id) ? mirrored(owner, store.undoRead(owner, id)) : Optional.empty();
    }

    Unread readAll(Owner owner, UpTo upTo) {
        int read = store.readAll(owner, upTo, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        Unread now = store.unread(owner);
        if (read > 0) {
            mirror.show(owner, now);
        }
        return now;
    }

    private Optional<Change> mirrored(Owner owner, Optional<Change> change) {
        change.filter(Change::changed).ifPresent(made -> mirror.show(owner, made.unread()));
        return change;
    }
}
