package dev.eventbus.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
    private final Batch batch = new Batch();

    @Test
    void writesARowOnceAndASuccessBeforeAnythingElse() {
        batch.addFirsts(List.of(settlement("b", new Step.Delivered(200)), settlement("a", new Step.Untried())), null);
        batch.addFirsts(List.of(settlement("b", new Step.Untried())), null);
        batch.addLater(List.of(settlement("a", new Step.Untried())));
        batch.addLater(List.of(settlement("a", new Step.Delivered(204))));

        assertThat(batch.firsts())
                .containsExactly(settlement("a", new Step.Untried()), settlement("b", new Step.Delivered(200)));
        assertThat(batch.later()).containsExactly(settlement("a", new Step.Delivered(204)));
    }

    private static Settlement settlement(String eventId, Step step) {
        DeliveryKey key = new DeliveryKey(eventId, SubscriberId.subscription("s1"), "demo");
        return new Settlement(key, "crm.deal.closed", 1, step, Samples.NOW);
    }
}
