package dev.eventbus.notifications.rule;

/** How much a notification matters; orders delivery and display. */
public enum Priority {
    LOW,
    NORMAL,
    HIGH,
    URGENT
}
