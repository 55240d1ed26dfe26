package dev.eventbus.notifications.inbox;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What users do with their own notifications; each change of the unread count is mirrored to their sockets. */
@Singleton
public final class Inbox {
    private final InboxStore store;
    private final LifecycleStore lifecycle;
    private final UnreadMirror mirror;
    private final InstantSource clock;

    Inbox(InboxStore store, LifecycleStore lifecycle, UnreadMirror mirror, InstantSource clock) {
        this.store = store;
        this.lifecycle = lifecycle;
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
        return NotificationId.isWellFormed(id) ? mirrored(owner, store.read(owner, id, now())) : Optional.empty();
    }

    Optional<Change> undoRead(Owner owner, String id) {
        return NotificationId.isWellFormed(id) ? mirrored(owner, store.undoRead(owner, id)) : Optional.empty();
    }

    Optional<Change> archive(Owner owner, String id) {
        return NotificationId.isWellFormed(id) ? mirrored(owner, store.archive(owner, id, now())) : Optional.empty();
    }

    /** Out of sight, and not counted, until then. */
    Optional<Change> snooze(Owner owner, String id, byte @Nullable [] body) {
        Instant now = now();
        Instant until = SnoozeUntil.parse(body, now);
        return NotificationId.isWellFormed(id)
                ? mirrored(owner, store.snooze(owner, id, until, now))
                : Optional.empty();
    }

    Optional<Detail> detail(Owner owner, String id) {
        return NotificationId.isWellFormed(id) ? store.detail(owner, id) : Optional.empty();
    }

    Unread readAll(Owner owner, UpTo upTo) {
        int read = store.readAll(owner, upTo, now());
        Unread now = store.unread(owner);
        if (read > 0) {
            mirror.show(owner, now, null);
        }
        return now;
    }

    /** Ends as FAILED those that reached nobody and have no channel left; a socket that may be opened is one. */
    public void failUnreached(List<String> ids) {
        if (!ids.isEmpty()) {
            lifecycle.ownersOfUnreached(ids).forEach(owner -> show(lifecycle.fail(owner, ids)));
        }
    }

    /** What came back is shown one by one, so that clients can put it on top. */
    void show(LifecycleStore.Changed changed) {
        Owner owner = changed.owner();
        if (changed.ids().isEmpty()) {
            mirror.show(owner, changed.unread(), null);
        }
        changed.ids()
                .forEach(id -> mirror.show(
                        owner, changed.unread(), store.find(owner, id).orElse(null)));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Optional<Change> mirrored(Owner owner, Optional<Change> change) {
        change.filter(Change::changed).ifPresent(made -> mirror.show(owner, made.unread(), made.notification()));
        return change;
    }
}
