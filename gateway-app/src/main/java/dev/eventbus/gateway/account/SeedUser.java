package dev.eventbus.gateway.account;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.eventbus.topic.Segments;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user that configuration wants to exist.
 *
 * @param role {@code ADMIN}, else empty
 */
record SeedUser(String id, String email, String password, String name, String role, List<Membership> memberships) {
    SeedUser {
        Segments.require("SEED_USERS id of " + email, id);
        memberships.forEach(part -> Segments.require("SEED_USERS workspaceId of " + email, part.workspaceId()));
    }

    @JsonCreator
    static SeedUser of(
            @JsonProperty("id") @Nullable String id,
            @JsonProperty(value = "email", required = true) String email,
            @JsonProperty(value = "password", required = true) String password,
            @JsonProperty("name") @Nullable String name,
            @JsonProperty("role") @Nullable String role,
            @JsonProperty("memberships") @Nullable List<Membership> memberships) {
        return new SeedUser(
                Objects.requireNonNullElseGet(id, () -> UUID.randomUUID().toString()),
                email,
                password,
                Objects.requireNonNullElse(name, email),
                Objects.requireNonNullElse(role, ""),
                memberships == null ? List.of() : memberships);
    }
}
