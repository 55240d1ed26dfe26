package dev.eventbus.notifications.push;

import dev.eventbus.notifications.device.Device;

/** What became of one notification on one device. */
record Pushed(String notificationId, Device device, Answer answer) {}
