package dev.eventbus.gateway.account;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A signed-in user, as the API shows it.
 *
 * @param id topic segment; a UUID unless it was given
 * @param role {@code ADMIN} for the platform's administrators, else null
 */
public record Account(
        String id, String email, String name, @Nullable String role, List<Membership> memberships) {
    public static final String ADMIN = "ADMIN";

    public Account {
        memberships = List.copyOf(memberships);
    }

    public boolean isAdmin() {
        return ADMIN.equals(role);
    }

    public Optional<Membership> membershipOf(String workspaceId) {
        return memberships.stream()
                .filter(membership -> membership.workspaceId().equals(workspaceId))
                .findFirst();
    }

    /** How this user appears inside a workspace: {@code ADMIN}, {@code OWNER} or {@code MEMBER}. */
    public String roleIn(String workspaceId) {
        return isAdmin()
                ? ADMIN
                : membershipOf(workspaceId).orElseThrow().role().name();
    }
}
