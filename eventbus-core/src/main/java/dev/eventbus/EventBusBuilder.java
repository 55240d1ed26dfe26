package dev.eventbus;

/** Placeholder until the bus lands. */
public final class EventBusBuilder {
    EventBusBuilder() {}
}
