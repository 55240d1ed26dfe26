package dev.eventbus.gateway.presence;

/** A user in a workspace. */
record UserKey(String workspaceId, String userId) {}
