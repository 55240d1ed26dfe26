package dev.eventbus.notifications.rule;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace says about one rule, as stored.
 *
 * @param fault why and when the platform switched it off; null if it did not
 */
record StoredRule(
        RuleId id, RuleDefinition definition, @Nullable Fault fault, Instant createdAt, Instant updatedAt) {
    /** Why a rule was switched off. */
    @RegisterForReflection
    public record Fault(String reason, Instant at) {}

    /** Throws {@link IllegalArgumentException} if it was written by a version that allowed other things. */
    Rule compile() {
        Rule rule = definition.compile(id.workspaceId(), id.revision());
        return fault == null ? rule : rule.disabled();
    }
}
