package dev.eventbus.notifications.inbox;

/** One user in one workspace: whose inbox it is. */
public record Owner(String workspaceId, String userId) {}
