package dev.eventbus.notifications.inbox;

/**
 * What marking a notification did.
 *
 * @param notification as it is now
 * @param unread the owner's count now
 * @param changed whether anything was different before
 */
record Change(Notification notification, Unread unread, boolean changed) {}
