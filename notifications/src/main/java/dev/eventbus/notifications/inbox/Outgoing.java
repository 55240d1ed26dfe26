package dev.eventbus.notifications.inbox;

import dev.eventbus.notifications.rule.ChannelKind;
import java.time.Instant;

/**
 * A stored notification that one channel is to take to its owner.
 *
 * @param owner whose it is
 * @param notification as stored
 * @param unread the owner's count, this one included
 * @param channel which channel
 * @param leaseUntil until when it is ours to send; after that somebody else may
 */
public record Outgoing(
        Owner owner, Notification notification, Unread unread, ChannelKind channel, Instant leaseUntil) {}
