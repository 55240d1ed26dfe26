package dev.eventbus.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.EventBus;
import dev.eventbus.memory.MemoryTransport;
import dev.eventbus.nats.IdempotencyKeys.Claim;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishBatchTest {
    private final EventBus bus =
            EventBus.builder().transport(new MemoryTransport()).build();
    private final Sender sender = new Sender("demo", "extensions", "member", null);

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void tellsOfEachItemInOrderWhatBecameOfIt() {
        List<Outcome> outcomes = publish(
                Duration.ofSeconds(5), "{\"eventKey\":\"a.b\"}", "{\"eventKey\":\"a\"}", "{", "{\"eventKey\":\"c.d\"}");

        assertThat(outcomes)
                .extracting(Outcome::code)
                .containsExactly("SUCCESS", "INVALID_REQUEST", "MALFORMED_JSON", "SUCCESS");
        assertThat(outcomes.get(1).error().errors().getFirst().field()).isEqualTo("eventKey");
        assertThat(outcomes.get(0).eventId())
                .hasSize(26)
                .isNotEqualTo(outcomes.get(3).eventId());
    }

    @Test
    void beginsNothingMoreOnceItsTimeIsOver() {
        List<Outcome> outcomes = publish(Duration.ZERO, "{\"eventKey\":\"a.b\"}", "{\"eventKey\":\"a\"}");

        assertThat(outcomes).extracting(Outcome::code).containsExactly("BROKER_UNAVAILABLE", "INVALID_REQUEST");
        assertThat(outcomes.getFirst().eventId()).isNull();
    }

    @Test
    void usesTheSameIdsWhenItIsTriedAgain() {
        Claim claim = new Claim("k", "f", "01K", false, true, 1);

        PublishBatch.Done first = attempt(claim, "{\"eventKey\":\"a.b\"}", "{}", "{\"eventKey\":\"a.c\"}");
        PublishBatch.Done again = attempt(
                new Claim("k", "f", "01K", true, false, 1), "{\"eventKey\":\"a.b\"}", "{}", "{\"eventKey\":\"a.c\"}");

        assertThat(first.outcomes()).extracting(Outcome::eventId).containsExactly("01K-000", null, "01K-002");
        assertThat(first.isSettled()).isTrue();
        assertThat(again).isEqualTo(first);
    }

    @Test
    void isNotSettledWhileTryingAgainMayHelp() {
        bus.close();

        assertThat(attempt(null, "{\"eventKey\":\"a.b\"}").isSettled()).isFalse();
    }

    private PublishBatch.Done attempt(Claim claim, String... items) {
        return publish(Duration.ofSeconds(5), claim, items);
    }

    private List<Outcome> publish(Duration deadline, String... items) {
        return publish(deadline, null, items).outcomes();
    }

    private PublishBatch.Done publish(Duration deadline, Claim claim, String... items) {
        return new PublishBatch(new Publisher(bus, deadline))
                .publish(
                        sender,
                        Stream.of(items)
                                .map(item -> item.getBytes(StandardCharsets.UTF_8))
                                .toList(),
                        claim);
    }
}
