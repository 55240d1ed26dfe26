package dev.eventbus.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublishRequestTest {
    @Test
    void fillsInWhatIsNotSaid() {
        PublishRequest request = parse("{\"eventKey\":\"deal.closed\"}");

        assertThat(request.actor()).isNull();
        assertThat(request.durability()).isEqualTo(Durability.PERSISTENT);
        assertThat(request.draft().resourceId()).isEqualTo(Event.NO_RESOURCE_ID);
        assertThat(request.draft().payload().bytes()).asString().isEqualTo("{}");
    }

    @Test
    void takesEverythingThatIsSaid() {
        PublishRequest request = parse("{\"eventKey\":\"crm.deal.closed\",\"schemaVersion\":\"2\",\"actor\":\"bot\","
                + "\"payload\":{\"z\":1,\"a\":1.10},\"resourceId\":\"d_1\",\"filters\":{\"p\":[\"2\",\"1\"],\"q\":\"x\"},"
                + "\"tags\":[\"t\"],\"durability\":\"EPHEMERAL\"}");

        assertThat(request.eventKey()).isEqualTo("crm.deal.closed");
        assertThat(request.actor()).isEqualTo("bot");
        assertThat(request.durability()).isEqualTo(Durability.EPHEMERAL);
        assertThat(request.draft().schemaVersion()).isEqualTo("2");
        assertThat(request.draft().payload().bytes()).asString().isEqualTo("{\"z\":1,\"a\":1.10}");
        assertThat(request.draft().filters()).isEqualTo(Map.of("p", List.of("2", "1"), "q", List.of("x")));
        assertThat(request.draft().tags()).containsExactly("t");
    }

    private static PublishRequest parse(String body) {
        return PublishRequest.parse(body.getBytes(StandardCharsets.UTF_8));
    }
}
