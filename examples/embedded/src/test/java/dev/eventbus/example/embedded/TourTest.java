package dev.eventbus.example.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TourTest {
    @Test
    void saysWhatEachSubscriptionGot() throws Exception {
        List<String> said = new CopyOnWriteArrayList<>();

        new Tour(said::add).run();

        assertThat(said)
                .containsExactlyInAnyOrder(
                        "any message: hello",
                        "any message: hi",
                        "about c1: opened",
                        "about c1: message_posted",
                        "for bob: hello",
                        "stored: events.acme.shop.order.placed.o1 at 1",
                        "billing o1, attempt 1",
                        "billing o2, attempt 1",
                        "billing o2, attempt 2",
                        "billing o2, attempt 3",
                        "drained: true",
                        "dead letter: o2 of billing, failed 3 times, last: IllegalStateException: total is -1")
                .containsSubsequence("billing o2, attempt 1", "billing o2, attempt 3", "drained: true")
                .last()
                .asString()
                .startsWith("dead letter");
    }
}
