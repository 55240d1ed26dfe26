package dev.eventbus.notifications.rule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A rule as the API shows it. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Rule", allOf = RuleDefinition.class)
record RuleAnswer(
        @JsonUnwrapped RuleDefinition rule,

        @Schema(description = "Whether every workspace has it from the start; DELETE takes back what was changed")
        boolean builtIn,

        @Schema(description = "Whether the workspace changed a built-in rule")
        boolean overridden,

        @Schema(description = "Why and when the platform switched the rule off; a PUT switches it on again") @Nullable
        Fault fault,

        @Nullable Instant createdAt,
        @Nullable Instant updatedAt) {
    /** Why a rule was switched off. */
    @RegisterForReflection
    @Schema(name = "RuleFault")
    record Fault(String reason, Instant at) {}

    static RuleAnswer of(RuleDefinition builtIn) {
        return new RuleAnswer(builtIn, true, false, null, null, null);
    }

    static RuleAnswer of(StoredRule stored) {
        boolean builtIn = BuiltInRules.has(stored.id().key());
        StoredRule.Fault fault = stored.fault();
        return new RuleAnswer(
                fault == null ? stored.definition() : stored.definition().disabled(),
                builtIn,
                builtIn,
                fault == null ? null : new Fault(fault.reason(), fault.at()),
                stored.createdAt(),
                stored.updatedAt());
    }
}
