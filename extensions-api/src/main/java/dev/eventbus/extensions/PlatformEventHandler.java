package dev.eventbus.extensions;

/**
 * Marks an object whose {@link EventHandler} methods take platform events. One object serves all events, from several
 * threads at a time.
 */
public interface PlatformEventHandler {}
