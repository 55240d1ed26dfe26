package dev.eventbus.gateway.security;

/** Said on this replica when a session was ended here. */
public record SessionEnded(String sessionId) {}
