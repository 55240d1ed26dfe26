package dev.eventbus.gateway.realtime;

import static dev.eventbus.gateway.Users.as;
import static dev.eventbus.gateway.Users.sharedToken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.gateway.GatewayStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rude clients do ends their own connection, and nobody else notices. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class RudeClientsIT {
    private TestSocket bystander;

    @BeforeEach
    void connectABystander() throws Exception {
        bystander = TestSocket.open(RestAssured.port, "demo", sharedToken("member"));
        bystander.ask("{\"type\":\"subscribe\",\"ref\":1,\"pattern\":\"rude.a.*\"}");
    }

    @AfterEach
    void theBystanderNoticedNothing() throws Exception {
        publish("rude.a.last", "{}");
        String frame = bystander.hear();
        while (!frame.contains("\"eventName\":\"last\"")) {
            frame = bystander.hear();
        }
        assertThat(bystander.ask("{\"type\":\"ping\"}")).isEqualTo("{\"type\":\"pong\"}");
        bystander.leave();
    }

    @ParameterizedTest
    @CsvSource({
        "c18101020304 60, 1002", // a reserved bit
        "838101020304 60, 1002", // an opcode that means nothing
        "8103616263, 1002", // not masked
        "098001020304, 1002", // a control frame in parts
        "808101020304 60, 1002" // goes on with nothing
    })
    void closesOnAFrameThatIsNone(String hex, int code) throws Exception {
        try (RawSocket rude = RawSocket.open(RestAssured.port, sharedToken("member"))) {
            rude.sendRaw(HexFormat.of().parseHex(hex.replace(" ", "")));

            assertThat(rude.closeCode()).isEqualTo(code);
            assertThat(rude.rest()).isZero();
        }
    }

    @Test
    void takesAMessageWhoseFirstPartIsEmpty() throws Exception {
        try (RawSocket odd = RawSocket.open(RestAssured.port, sharedToken("member"))) {
            odd.send(0x01, new byte[0]);
            odd.send(0x80, "{\"type\":\"ping\"}".getBytes(StandardCharsets.US_ASCII));

            assertThat(odd.hear()).isEqualTo("{\"type\":\"pong\"}");
        }
    }

    @Test
    void closesOnTextThatIsNoUtf8() throws Exception {
        try (RawSocket rude = RawSocket.open(RestAssured.port, sharedToken("member"))) {
            rude.send(0x81, new byte[] {'"', (byte) 0xc3, (byte) 0x28, '"'});

            assertThat(rude.closeCode()).isEqualTo(1007);
            assertThat(rude.rest()).isZero();
        }
    }

    @Test
    void closesOnAMessageOfManyPartsWithoutEnd() throws Exception {
        try (RawSocket rude = RawSocket.open(RestAssured.port, sharedToken("member"))) {
            rude.send(0x01, "{".getBytes(StandardCharsets.US_ASCII));
            byte[] part = " ".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
            assertThat(saysUntilCut(rude, 0x00, part)).isIn(1009, RawSocket.CUT);
        }
    }

    @Test
    void closesOnAFloodOfPings() throws Exception {
        try (RawSocket rude = RawSocket.open(RestAssured.port, sharedToken("member"))) {
            assertThat(saysUntilCut(rude, 0x89, new byte[100])).isIn(1008, RawSocket.CUT);
        }
    }

    @Test
    void closesAClientThatGivesNoSignOfLifeAndKeepsThoseThatAnswerPings() throws Exception {
        try (RawSocket silent = RawSocket.open(RestAssured.port, sharedToken("member"))) {
            long before = System.nanoTime();

            assertThat(silent.closeCode()).isIn(1001, RawSocket.CUT);

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(11));
        }
    }

    @Test
    void closesFiftyClientsThatNeverRead() throws Exception {
        List<RawSocket> deaf = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                RawSocket socket = RawSocket.open(RestAssured.port, sharedToken("member"));
                socket.say("{\"type\":\"subscribe\",\"ref\":1,\"pattern\":\"rude.a.large\"}");
                deaf.add(socket);
            }
            for (int i = 0; i < 10; i++) {
                publish("rude.a.large", "{\"n\":" + i + ",\"x\":\"" + "x".repeat(900_000) + "\"}");
            }

            for (int i = 0; i < 10; i++) {
                assertThat(bystander.hear()).contains("{\"n\":" + i + ",");
            }
            for (RawSocket socket : deaf) {
                assertThat(socket.closeCode()).isIn(1013, RawSocket.CUT);
            }
        } finally {
            for (RawSocket socket : deaf) {
                socket.close();
            }
        }
    }

    private static int saysUntilCut(RawSocket rude, int firstByte, byte[] payload) throws IOException {
        try {
            for (int i = 0; i < 500; i++) {
                rude.send(firstByte, payload);
            }
        } catch (IOException e) {
            return RawSocket.CUT;
        }
        return rude.closeCode();
    }

    private static void publish(String key, String payload) {
        as("member")
                .contentType("application/json")
                .body("{\"eventKey\":\"" + key + "\",\"payload\":" + payload + "}")
                .post("/api/workspaces/demo/events/publish")
                .then()
                .statusCode(200);
    }
}
