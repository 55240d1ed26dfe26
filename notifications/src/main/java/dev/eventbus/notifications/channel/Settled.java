package dev.eventbus.notifications.channel;

import dev.eventbus.notifications.rule.ChannelKind;

/** What became of one attempt, to be recorded. */
record Settled(String notificationId, ChannelKind channel, Outcome outcome) {}
