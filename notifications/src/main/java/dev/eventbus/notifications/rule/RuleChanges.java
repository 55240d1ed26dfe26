package dev.eventbus.notifications.rule;

/** Tells the other replicas that a workspace's rules changed; best effort, never blocks, never throws. */
@FunctionalInterface
public interface RuleChanges {
    void announce(String workspaceId);
}
