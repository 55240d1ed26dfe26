package dev.eventbus.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Event;
import dev.eventbus.EventMetadata;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventBodyTest {
    private static final String PAYLOAD = "{ \"b\":1.00,\n  \"a\":123456789012345678901234567890 }";

    @Test
    void givesExtensionsTheEnvelopeWithThePayloadByteForByte() {
        Event event = Samples.event("e1", PAYLOAD)
                .withMetadata(new EventMetadata(Map.of(), List.of(), "Ann \"A\" Ö", "1.0", "crm.deal.closed"));

        String body = body(event, SubscriberId.Kind.EXTENSION);

        assertThat(body)
                .isEqualTo("{\"eventId\":\"e1\",\"eventKey\":\"crm.deal.closed\",\"workspaceId\":\"demo\","
                        + "\"actor\":\"Ann \\\"A\\\" Ö\",\"schemaVersion\":\"1.0\","
                        + "\"occurredAt\":\"2026-11-21T08:09:50.120Z\",\"payload\":" + PAYLOAD + "}");
    }

    @Test
    void tellsSubscriptionsTheResourceAndTheFiltersToo() {
        Event event = Samples.event("e1", "7")
                .withMetadata(new EventMetadata(Map.of("participant", List.of("b", "a")), List.of(), null, null, null));

        String body = body(event, SubscriberId.Kind.SUBSCRIPTION);

        assertThat(body)
                .isEqualTo("{\"eventId\":\"e1\",\"eventKey\":\"crm.deal.closed\",\"workspaceId\":\"demo\","
                        + "\"actor\":null,\"schemaVersion\":null,\"occurredAt\":\"2026-11-21T08:09:50.120Z\","
                        + "\"payload\":7,\"resourceId\":\"d1\",\"filters\":{\"participant\":[\"a\",\"b\"]}}");
    }

    private static String body(Event event, SubscriberId.Kind receiver) {
        return new String(EventBody.of(event, receiver), StandardCharsets.UTF_8);
    }
}
