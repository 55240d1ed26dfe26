package dev.eventbus.gateway.account;

import dev.eventbus.topic.Segments;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user that configuration wants to exist.
 *
 * @param id made up if not given
 * @param role {@code ADMIN}, else empty
 */
record SeedUser(
        @Nullable String id,
        String email,
        String password,
        @Nullable String name,
        @Nullable String role,
        @Nullable List<Membership> memberships) {
    SeedUser {
        if (email == null || password == null) {
            throw new IllegalArgumentException("SEED_USERS: every user must have email and password");
        }
        id = id == null ? UUID.randomUUID().toString() : Segments.require("SEED_USERS id of " + email, id);
        name = Objects.requireNonNullElse(name, email);
        role = Objects.requireNonNullElse(role, "");
        memberships = memberships == null ? List.of() : List.copyOf(memberships);
        memberships.forEach(membership -> Segments.require("SEED_USERS workspaceId of " + email, membership.workspaceId()));
    }
}
