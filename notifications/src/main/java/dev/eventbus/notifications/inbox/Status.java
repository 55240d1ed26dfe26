package dev.eventbus.notifications.inbox;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * How far a notification got. It never goes backwards, except that what was read can be marked unread.
 *
 * <pre>
 *   CREATED ──▶ DELIVERED ──▶ READ        CREATED ──▶ READ is both steps at once
 *      │  │         │  ▲        │
 *      │  │         │  └────────┘ marked unread
 *      │  └─▶ FAILED│
 *      └─▶ EXPIRED ◀┘
 * </pre>
 */
public enum Status {
    CREATED,
    DELIVERED,
    READ,
    EXPIRED,
    FAILED;

    /** What an inbox counts as unread. */
    public static final Set<Status> UNREAD = Collections.unmodifiableSet(EnumSet.of(CREATED, DELIVERED));

    public boolean mayBecome(Status next) {
        return switch (this) {
            case CREATED -> next != CREATED;
            case DELIVERED -> next == READ || next == EXPIRED;
            case READ -> next == DELIVERED;
            case EXPIRED, FAILED -> false;
        };
    }

    /** From where a notification may come to this status. */
    Set<Status> sources() {
        Set<Status> sources = EnumSet.noneOf(Status.class);
        Arrays.stream(values()).filter(status -> status.mayBecome(this)).forEach(sources::add);
        return sources;
    }
}
