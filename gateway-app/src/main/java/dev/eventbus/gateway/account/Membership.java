package dev.eventbus.gateway.account;

/** A user's part in one workspace. */
public record Membership(String workspaceId, Role role) {
    /** What a member may do there; a later role may do all that an earlier one may. */
    public enum Role {
        MEMBER,
        OWNER
    }
}
