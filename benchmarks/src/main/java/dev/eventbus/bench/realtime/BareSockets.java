package dev.eventbus.bench.realtime;

import io.nats.client.Nats;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The least that does it: what comes on {@code bare.7} goes to the socket of that number, {@code bare.all} to all. */
public final class BareSockets {
    private static final String ROOT = "bare.";

    private BareSockets() {}

    public static void main(String[] words) throws Exception {
        Map<String, ServerWebSocket> sockets = new ConcurrentHashMap<>();
        Vertx vertx = Vertx.vertx();
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                .setHost(System.getenv("HTTP_HOST"))
                .setPort(Integer.parseInt(System.getenv("HTTP_PORT"))));
        server.webSocketHandler(socket -> {
            String number = socket.path().substring(1);
            sockets.put(number, socket);
            socket.closeHandler(closed -> sockets.remove(number, socket));
        });
        server.requestHandler(request -> request.response().end());
        var connection = Nats.connect(System.getenv("NATS_URL"));
        var unused = connection
                .createDispatcher(message -> {
                    String to = message.getSubject().substring(ROOT.length());
                    String text = new String(message.getData(), StandardCharsets.UTF_8);
                    if (to.equals("all")) {
                        sockets.values().forEach(socket -> socket.writeTextMessage(text));
                    } else {
                        sockets.computeIfPresent(to, (number, socket) -> {
                            socket.writeTextMessage(text);
                            return socket;
                        });
                    }
                })
                .subscribe(ROOT + ">");
        server.listen().toCompletionStage().toCompletableFuture().join();
    }
}
