package dev.eventbus.notifications.channel;

import dev.eventbus.notifications.inbox.Status;
import dev.eventbus.notifications.rule.Priority;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides whether a channel takes a notification to its owner now.
 *
 * @param now what time it is
 * @param notification how far it got
 * @param reached what the other channels achieved
 * @param person what is known of its owner
 */
record Situation(Instant now, OfNotification notification, Reached reached, OfPerson person) {
    /**
     * @param graceEnds until when an e-mail waits for the other channels
     * @param expires when it is worth nothing any more, null for never
     */
    record OfNotification(
            Status status,
            Priority priority,
            Instant graceEnds,
            @Nullable Instant expires) {}

    /**
     * @param sockets NOBODY: no gateway had a socket; SILENT: none confirmed, or it is not known yet
     * @param askedAgain whether sockets were given a second chance before an e-mail
     */
    record Reached(Sockets sockets, Push push, boolean askedAgain) {}

    /**
     * @param isWanted whether the owner left this channel on for this rule
     * @param membership whether the owner still belongs to the workspace
     * @param quietUntil the end of quiet hours, null if it is not quiet
     * @param seemsConnected whether a gateway believes to have a socket: a hint, as sockets die silently
     */
    record OfPerson(
            boolean isWanted,
            Membership membership,
            @Nullable Instant quietUntil,
            boolean seemsConnected) {}

    /** What became of the attempt over sockets. */
    enum Sockets {
        NOT_USED,
        NOBODY,
        SILENT
    }

    /** What became of the attempt by push. */
    enum Push {
        NOT_USED,
        UNDER_WAY,
        REACHED,
        IN_VAIN
    }

    /** Whether somebody belongs to the workspace. */
    enum Membership {
        MEMBER,
        STRANGER,
        UNKNOWN
    }
}
