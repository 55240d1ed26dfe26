package dev.eventbus.notifications.channel;

import dev.eventbus.notifications.inbox.Outgoing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that was claimed because its time has come.
 *
 * @param outgoing what to send, should it be sent
 * @param expires when the notification is worth nothing any more
 * @param reached what the other channels achieved so far
 */
record Due(Outgoing outgoing, @Nullable Instant expires, Situation.Reached reached) {}
