package dev.eventbus.notifications.member;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who belongs to a workspace.
 *
 * @param email the address of the account
 * @param role {@code OWNER} or {@code MEMBER}
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
public record Member(String userId, @Nullable String email, String role) {}
