package dev.eventbus.notifications.rule;

/** The ways a notification can take to a person. */
public enum ChannelKind {
    WEBSOCKET,
    PUSH,
    EMAIL
}
