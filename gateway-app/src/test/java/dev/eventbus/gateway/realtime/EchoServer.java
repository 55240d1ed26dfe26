package dev.eventbus.gateway.realtime;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;

/** A WebSocket that says what it hears, on the settings of the gateway's: what a conformance test can talk to. */
final class EchoServer {
    private static final int MAX_BYTES = 65_536;

    private EchoServer() {}

    /** @param arguments the port */
    public static void main(String[] arguments) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(Integer.parseInt(arguments[0]))
                .setMaxWebSocketFrameSize(MAX_BYTES)
                .setMaxWebSocketMessageSize(MAX_BYTES);
        PlainFrames.plain(options);
        Vertx.vertx()
                .createHttpServer(options)
                .requestHandler(EchoServer::upgrade)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static void upgrade(HttpServerRequest request) {
        Line.takeStrictFrames(request.connection());
        request.toWebSocket().onSuccess(EchoServer::echo);
    }

    private static void echo(ServerWebSocket socket) {
        socket.textMessageHandler(socket::writeTextMessage);
        socket.binaryMessageHandler(socket::writeBinaryMessage);
    }
}
