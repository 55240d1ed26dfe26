package dev.eventbus.gateway.realtime;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A response without end, event by event.
 *
 * @param request what it answers
 */
record SseWire(HttpServerRequest request, Vertx vertx) implements Wire {
    @Override
    public CompletionStage<?> send(String frame) {
        try {
            return request.response().write(frame).toCompletionStage();
        } catch (IllegalStateException e) {
            return CompletableFuture.failedFuture(e); // the client left, or was left, a moment ago
        }
    }

    /** The code is the WebSocket's; here it only says how long to wait for a client that does not read. */
    @Override
    public void close(int code, String reason) {
        HttpServerResponse response = request.response();
        long hangUp = vertx.setTimer(Line.patience(code), due -> hangUp());
        if (!response.ended() && !response.closed()) {
            response.end().onComplete(done -> vertx.cancelTimer(hangUp));
        } else {
            vertx.cancelTimer(hangUp);
        }
    }

    private void hangUp() {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            Line.hangUp(request.connection());
        }
    }
}
