package dev.eventbus.example.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DealsTest {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private HttpServer gateway;
    private Deals deals;

    @BeforeEach
    void start() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        gateway.createContext("/", this::answer);
        gateway.start();
        URI address = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort());
        deals = new Deals(new Gateway(address, "demo", "evb_key"));
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    @Test
    void tellsThePlatformAndTheChannelOfAClosedDeal() throws Exception {
        assertThat(deals.close("deal-123", "5000.00", "USD")).isEqualTo("e1");

        assertThat(asked)
                .satisfiesExactly(
                        closed -> assertThat(closed)
                                .startsWith(
                                        "POST /api/workspaces/demo/events/publish Bearer evb_key deal-closed-deal-123 ")
                                .contains("\"crm.deal.closed\"", "\"dealId\":\"deal-123\"", "\"amount\":\"5000.00\""),
                        note -> assertThat(note)
                                .contains(
                                        "\"platform.notification\"", "\"channel\":\"deals\"", "\"sender\":\"crm-bot\"")
                                .contains("Deal deal-123 closed for 5000.00 USD!"));
    }

    @Test
    void tellsThePlatformOfANewProduct() throws Exception {
        deals.createProduct("p1", "Lamp");

        assertThat(asked)
                .singleElement()
                .asString()
                .contains("product-created-p1", "\"crm.product.created\"", "\"productId\":\"p1\"", "\"name\":\"Lamp\"");
    }

    @Test
    void saysWhyAnEventWasNotTaken() {
        status = 403;

        assertThatThrownBy(() -> deals.createProduct("p1", "Lamp"))
                .isInstanceOf(IOException.class)
                .hasMessage("Could not publish crm.product.created: the gateway answered 403 said why");
    }

    private void answer(HttpExchange call) throws IOException {
        String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(String.join(
                " ",
                call.getRequestMethod(),
                call.getRequestURI().getPath(),
                call.getRequestHeaders().getFirst("Authorization"),
                call.getRequestHeaders().getFirst("Idempotency-Key"),
                body));
        byte[] answer = (status == 200 ? "{\"code\":\"SUCCESS\",\"eventId\":\"e1\"}" : "{\"detail\":\"said why\"}")
                .getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(status, answer.length);
        try (var out = call.getResponseBody()) {
            out.write(answer);
        }
    }
}
