package dev.eventbus.gateway.dispatch;

/** Names a delivery: one event, one subscriber, in one workspace. */
record DeliveryKey(String eventId, SubscriberId subscriber, String workspaceId) {}
