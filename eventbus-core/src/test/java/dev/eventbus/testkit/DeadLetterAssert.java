package dev.eventbus.testkit;

import dev.eventbus.DeadLetter;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;

/** Says what a dead letter should be like; see {@link EventBusAssertions}. */
public final class DeadLetterAssert extends AbstractAssert<DeadLetterAssert, DeadLetter> {
    DeadLetterAssert(DeadLetter letter) {
        super(letter, DeadLetterAssert.class);
    }

    public DeadLetterAssert isOf(String subscription) {
        isNotNull();
        return same("subscription", actual.subscription(), subscription);
    }

    /** The class of failure, such as {@link dev.eventbus.Verdict.DeadLetter#EXHAUSTED}. */
    public DeadLetterAssert hasKind(String kind) {
        isNotNull();
        return same("kind", actual.kind(), kind);
    }

    public DeadLetterAssert hasAttempts(int attempts) {
        isNotNull();
        return same("attempts", actual.attempts(), attempts);
    }

    public DeadLetterAssert hasReasonContaining(String part) {
        isNotNull();
        if (!actual.reason().contains(part)) {
            failWithMessage(
                    "Expected the dead letter's reason to contain <%s>, but it was <%s>", part, actual.reason());
        }
        return this;
    }

    /** Goes on with the event that was given up. */
    public EventAssert event() {
        isNotNull();
        return new EventAssert(actual.event());
    }

    private DeadLetterAssert same(String field, Object was, Object expected) {
        if (!Objects.equals(was, expected)) {
            throw failureWithActualExpected(
                    was, expected, "Expected the dead letter to have %s <%s>, but it was <%s>", field, expected, was);
        }
        return this;
    }
}
