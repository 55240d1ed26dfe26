package dev.eventbus.webhook;

import dev.eventbus.webhook.Outcome.Failure;
import dev.eventbus.webhook.Outcome.Unreachable;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Sorts what the HTTP client throws; messages of others are not passed on, they may quote the answer. */
final class NetworkFailure {
    private NetworkFailure() {}

    static Unreachable describe(Throwable failure) {
        return switch (failure) {
            case ConnectException refused -> connect(refused);
            case NoRouteToHostException noRoute -> new Unreachable(Failure.CONNECT, "no route to the host");
            case SSLException tls -> new Unreachable(Failure.TLS, "TLS handshake failed or certificate does not fit");
            case ConnectionPoolTooBusyException busy ->
                new Unreachable(Failure.BUSY, "too many requests wait for a connection");
            case HttpClosedException closed -> disconnected();
            case StreamResetException reset -> disconnected();
            case TimeoutException late -> new Unreachable(Failure.CONNECT, "no connection in time");
            case IOException broken -> disconnected();
            default -> new Unreachable(Failure.PROTOCOL, "answer is not HTTP/1.1 as expected");
        };
    }

    private static Unreachable connect(ConnectException failure) {
        String message = String.valueOf(failure.getMessage());
        boolean late = message.contains("timed out");
        return new Unreachable(Failure.CONNECT, late ? "no connection in time" : "connection refused");
    }

    private static Unreachable disconnected() {
        return new Unreachable(Failure.DISCONNECTED, "connection closed before the answer was complete");
    }
}
