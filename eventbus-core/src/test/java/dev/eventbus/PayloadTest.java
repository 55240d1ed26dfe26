package dev.eventbus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.eventbus.json.EventCodec;
import dev.eventbus.testkit.TestEvents;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
    record Order(String id, List<Line> items) {}

    record Line(String name, BigDecimal amount) {}

    @Test
    void readsATypeAndIgnoresWhatItDoesNotKnow() {
        Payload payload = json("{\"items\":[{\"amount\":1.10,\"name\":\"a\",\"more\":{}}],\"id\":\"o-1\",\"more\":1}");

        assertThat(payload.as(Order.class)).isEqualTo(new Order("o-1", List.of(new Line("a", new BigDecimal("1.10")))));
    }

    @Test
    void readsATypeWithTypeArguments() {
        Payload payload = json("{\"a\":[{\"name\":\"x\"}]}");

        Map<String, List<Line>> lines = payload.as(new TypeReference<>() {});

        assertThat(lines).isEqualTo(Map.of("a", List.of(new Line("x", null))));
    }

    @Test
    void readsATreeWithNumbersAsExactAsInTheText() {
        Payload payload =
                json("{\"big\":123456789012345678901234567890,\"price\":1.10,\"tiny\":0.1e-30,\"none\":null}");

        var tree = payload.asTree();

        assertThat(tree.get("big").bigIntegerValue()).isEqualTo(new BigInteger("123456789012345678901234567890"));
        assertThat(tree.get("price").decimalValue()).isEqualTo(new BigDecimal("1.10"));
        assertThat(tree.get("tiny").decimalValue()).isEqualTo(new BigDecimal("0.1e-30"));
        assertThat(tree.get("none").isNull()).isTrue();
        assertThat(Payload.NULL.asTree().isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"items\":[{\"amount\":1},{\"amount\":\"secret\"}]} | $.items[1].amount",
                "{\"items\":{\"a\":1}} | $.items",
                "[1] | $",
                "null | $: it is null",
            })
    void namesThePathThatDoesNotFitAndNotTheValue(String text, String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> json(text).as(Order.class))
                .withMessage("payload does not fit " + Order.class.getTypeName() + " at " + path);
    }

    @Test
    void namesThePathOfATypeWithTypeArguments() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> json("{\"a\":[{\"amount\":true}]}").as(new TypeReference<Map<String, List<Line>>>() {}))
                .withMessageStartingWith("payload does not fit java.util.Map<")
                .withMessageEndingWith(" at $.a[0].amount");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"z\":1,\"a\":2}",
                "{ \"n\" : 1.10 ,\n\"big\":123456789012345678901234567890 }",
                "[1E+2,-0.0,1e400,0.10000000000000000000000000001]",
                "\"\\u00e9\\/\\u0041 \\uD83C\\uDF0D \\n é 🌍\"",
            })
    void theBytesCrossTheWireAsTheyAre(String text) {
        Event event = TestEvents.on("events.org_1.crm.deal.closed.d_1");
        Event carrying = new Event(
                event.id(),
                event.organizationId(),
                event.source(),
                event.resource(),
                event.resourceId(),
                event.eventName(),
                event.timestamp(),
                json(text),
                event.metadata());

        Event received = EventCodec.decode(EventCodec.encode(carrying));

        assertThat(new String(received.payload().bytes(), UTF_8)).isEqualTo(text);
    }

    private static Payload json(String text) {
        return Payload.ofJson(text.getBytes(UTF_8));
    }
}
