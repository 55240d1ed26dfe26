package dev.eventbus.gateway.dispatch;

/** What first attempts and retries share. */
record Engine(Subscribers subscribers, Lanes lanes, Deliver deliver, DeliveryWriter writer) {}
