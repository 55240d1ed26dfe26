package dev.eventbus.gateway.realtime;

import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.CompletionStage;

/**
 * A socket of the HTTP server.
 *
 * @param line the connection below it: a client that does not read never sees a close frame
 */
record QuarkusWire(WebSocketConnection socket, HttpConnection line, Vertx vertx) implements Wire {
    private static final long HANG_UP_AFTER_MILLIS = 5_000;

    @Override
    public CompletionStage<?> send(String frame) {
        return socket.sendText(frame).subscribeAsCompletionStage();
    }

    @Override
    public void close(int code, String reason) {
        vertx.setTimer(HANG_UP_AFTER_MILLIS, due -> hangUp());
        socket.close(new CloseReason(code, reason)).subscribe().with(done -> {}, failure -> hangUp());
    }

    /** Closing the connection politely would queue another close frame behind what the client does not read. */
    private void hangUp() {
        if (line instanceof ConnectionBase connection) {
            var unused = connection.channel().close();
        } else {
            line.close();
        }
    }
}
