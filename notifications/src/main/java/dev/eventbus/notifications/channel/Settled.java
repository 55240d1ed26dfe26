package dev.eventbus.notifications.channel;

import dev.eventbus.notifications.rule.ChannelKind;

/**
 * What became of one attempt, to be recorded.
 *
 * @param askedAgain whether sockets were given their second chance
 */
record Settled(String notificationId, ChannelKind channel, Outcome outcome, boolean askedAgain) {
    Settled(String notificationId, ChannelKind channel, Outcome outcome) {
        this(notificationId, channel, outcome, false);
    }

    /** Whether it says that its owner has the notification, as far as this channel can tell. */
    boolean isReached() {
        return switch (outcome) {
            case Outcome.Delivered() -> true;
            case Outcome.Sent(String reason) -> channel == ChannelKind.PUSH;
            case Outcome.Failed(String reason) -> false;
            case Outcome.Skipped(String reason) -> false;
            case Outcome.Postponed postponed -> postponed.isReached();
            case Outcome.Deferred deferred -> false;
        };
    }

    /** Whether the next channel may be tried at once. */
    boolean isInVain() {
        return switch (outcome) {
            case Outcome.Sent(String reason) -> channel == ChannelKind.WEBSOCKET;
            case Outcome.Failed(String reason) -> true;
            case Outcome.Skipped(String reason) -> channel == ChannelKind.PUSH;
            case Outcome.Delivered() -> false;
            case Outcome.Postponed postponed -> false;
            case Outcome.Deferred deferred -> false;
        };
    }
}
