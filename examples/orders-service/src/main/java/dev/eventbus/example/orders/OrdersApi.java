package dev.eventbus.example.orders;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.eventbus.Payload;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** {@code POST /orders} and {@code GET /orders/{id}}, JSON both ways. */
final class OrdersApi implements HttpHandler {
    private static final int LARGEST_BODY = 64 * 1024;

    private final Orders orders;
    private final Runnable placed;

    /** @param placed called after an order was committed */
    OrdersApi(Orders orders, Runnable placed) {
        this.orders = orders;
        this.placed = placed;
    }

    @Override
    public void handle(HttpExchange call) throws IOException {
        try (call) {
            String request =
                    call.getRequestMethod() + " " + call.getRequestURI().getPath();
            if (request.equals("POST /orders")) {
                place(call);
            } else if (request.startsWith("GET /orders/")) {
                show(call, request.substring("GET /orders/".length()));
            } else {
                answer(call, 404, Map.of("error", "POST /orders and GET /orders/{id} is what there is"));
            }
        }
    }

    private void place(HttpExchange call) throws IOException {
        try {
            byte[] body = call.getRequestBody().readNBytes(LARGEST_BODY);
            Order order = Payload.ofJson(body).as(Order.class);
            boolean isNew = orders.place(order);
            placed.run();
            answer(call, isNew ? 201 : 200, Map.of("id", order.id()));
        } catch (IllegalArgumentException e) {
            answer(call, 400, Map.of("error", String.valueOf(e.getMessage())));
        } catch (SQLException e) {
            answer(call, 503, Map.of("error", "the order was not taken; try again with the same id"));
        }
    }

    private void show(HttpExchange call, String id) throws IOException {
        try {
            Optional<Map<String, Object>> order = orders.find(id);
            answer(call, order.isPresent() ? 200 : 404, order.orElse(Map.of("error", "no such order")));
        } catch (SQLException e) {
            answer(call, 503, Map.of("error", "orders cannot be read now"));
        }
    }

    private static void answer(HttpExchange call, int status, Map<String, Object> body) throws IOException {
        byte[] json = Payload.of(body).bytes();
        call.getResponseHeaders().set("Content-Type", "application/json");
        call.sendResponseHeaders(status, json.length);
        call.getResponseBody().write(json);
    }
}
