package dev.eventbus.gateway.dispatch;

/** Names one delivery: an event and who is to get it. */
public record DeliveryId(String eventId, SubscriberId subscriber) {}
