package dev.eventbus.notifications.inbox;

/** Where an inbox shows a notification. */
enum View {
    INBOX,
    SNOOZED,
    ARCHIVED
}
