package dev.eventbus.gateway.security;

/** Said on this replica when a user's part in a workspace was changed here. */
public record PartChanged(String userId) {}
