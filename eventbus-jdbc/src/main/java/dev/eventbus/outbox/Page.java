package dev.eventbus.outbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction of the relay did.
 *
 * @param lastKey the last of the keys it looked at, or null if there was none after them
 * @param outcomes of the rows it tried
 */
record Page(@Nullable String lastKey, List<RowOutcome> outcomes) {
    boolean published() {
        return outcomes.stream().anyMatch(outcome -> !(outcome instanceof RowOutcome.Failed));
    }

    boolean failedAltogether() {
        return !outcomes.isEmpty() && !published();
    }
}
