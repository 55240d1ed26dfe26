package dev.eventbus.notifications.inbox;

/**
 * How many notifications of an inbox are unread.
 *
 * @param count as of the version
 * @param version grows with every change; of two counts the one with the higher version is the newer
 */
public record Unread(int count, long version) {
    static final Unread NONE = new Unread(0, 0);
}
