package dev.eventbus.gateway.realtime;

import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.util.concurrent.CompletionStage;

/**
 * A socket of the HTTP server.
 *
 * @param line the connection below it: a client that does not read never sees a close frame
 */
record QuarkusWire(WebSocketConnection socket, HttpConnection line, Vertx vertx) implements Wire {
    @Override
    public CompletionStage<?> send(String frame) {
        return socket.sendText(frame).subscribeAsCompletionStage();
    }

    @Override
    public void close(int code, String reason) {
        vertx.setTimer(Line.patience(code), due -> Line.hangUp(line));
        socket.close(new CloseReason(code, reason)).subscribe().with(done -> {}, failure -> Line.hangUp(line));
    }
}
