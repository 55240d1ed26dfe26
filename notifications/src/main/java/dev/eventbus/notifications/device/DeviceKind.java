package dev.eventbus.notifications.device;

/** Through whose push service a device is reached. */
public enum DeviceKind {
    /** A browser: the push service its subscription names (RFC 8030). */
    WEBPUSH,
    /** Firebase Cloud Messaging. */
    FCM,
    /** The Apple Push Notification service. */
    APNS
}
