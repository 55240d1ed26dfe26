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

    /** The gateway stops a second after it told its clients so; they have to be gone before. */
    private static final long HANG_UP_BEFORE_STOP_MILLIS = 700;

    private static final int GOING_AWAY = 1001;

    @Override
    public CompletionStage<?> send(String frame) {
        return socket.sendText(frame).subscribeAsCompletionStage();
    }

    @Override
    public void close(int code, String reason) {
        long patience = code == GOING_AWAY ? HANG_UP_BEFORE_STOP_MILLIS : HANG_UP_AFTER_MILLIS;
        vertx.setTimer(patience, due -> hangUp());
        socket.close(new CloseReason(code, reason)).subscribe().with(done -> {}, failure -> hangUp());
    }

    /** Below the HTTP layer: its own way of closing waits behind what the client does not read. */
    private void hangUp() {
        if (line instanceof ConnectionBase connection) {
            var unused = connection.channelHandlerContext().close();
        } else {
            line.close();
        }
    }
}
