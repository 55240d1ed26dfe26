package dev.eventbus.gateway.realtime;

import dev.eventbus.gateway.security.Caller;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.Authenticated;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPingMessage;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** The WebSocket of a workspace: ties connections to {@link Client}s; {@link Conversation} does the talking. */
@WebSocket(path = "/ws/workspaces/{ws}")
@Authenticated
@RunOnVirtualThread
public class RealtimeSocket {
    private static final Logger LOG = Logger.getLogger(RealtimeSocket.class);
    private static final int MESSAGES_PER_SECOND = 100;

    private final Clients clients;
    private final Conversation conversation;
    private final Vertx vertx;
    private final InstantSource clock;
    private final Counter sent;

    RealtimeSocket(
            Clients clients, Conversation conversation, Vertx vertx, InstantSource clock, MeterRegistry metrics) {
        this.clients = clients;
        this.conversation = conversation;
        this.vertx = vertx;
        this.clock = clock;
        this.sent = metrics.counter("gateway.ws.sent");
    }

    @OnOpen
    void open(WebSocketConnection connection) {
        Caller caller = connection.userData().get(UpgradeGuard.CALLER);
        QuarkusWire wire = new QuarkusWire(connection, connection.userData().get(UpgradeGuard.LINE), vertx);
        Client client = new Client(
                connection.pathParam("ws"),
                caller,
                new ResumingSink(new Outbound(wire, sent), Voice.SOCKET),
                new InboundRate(MESSAGES_PER_SECOND, clock));
        client.heard(clock.instant());
        client.checked(clock.instant());
        clients.add(connection.id(), client);
        conversation.begin(client);
    }

    @OnTextMessage
    void message(String text, WebSocketConnection connection) {
        Client client = clients.find(connection.id());
        if (client != null) {
            client.heard(clock.instant());
            conversation.hear(client, text);
        }
    }

    /** Is answered below; but who floods with them has the answers pile up here. */
    @OnPingMessage
    void ping(Buffer bytes, WebSocketConnection connection) {
        Client client = clients.find(connection.id());
        if (client != null) {
            client.heard(clock.instant());
            conversation.isTooMuch(client);
        }
    }

    @OnPongMessage
    void pong(Buffer bytes, WebSocketConnection connection) {
        Client client = clients.find(connection.id());
        if (client != null) {
            client.heard(clock.instant());
        }
    }

    @OnBinaryMessage
    void message(Buffer bytes, WebSocketConnection connection) {
        Client client = clients.find(connection.id());
        if (client != null) {
            client.outbound().close(1003, "text frames only");
        }
    }

    @OnClose
    void close(WebSocketConnection connection) {
        Client client = clients.remove(connection.id());
        if (client != null) {
            conversation.end(client);
        }
    }

    /** The client hung up without a word; {@link #close} follows. */
    @OnError
    void lost(HttpClosedException gone, WebSocketConnection connection) {
        LOG.debugf("WebSocket was lost. connection=%s", connection.id());
    }

    @OnError
    void failed(Throwable failure, WebSocketConnection connection) {
        LOG.warnf("WebSocket failed and was closed. connection=%s reason=%s", connection.id(), failure);
        Client client = clients.find(connection.id());
        if (client == null) {
            return;
        }
        if (isOversize(failure)) {
            client.outbound().close(1009, "a message must be at most 64 KiB");
        } else {
            client.outbound().close(1011, "the gateway failed");
        }
    }

    /** The server has no type of its own for this. */
    private static boolean isOversize(Throwable failure) {
        return failure instanceof IllegalStateException
                && String.valueOf(failure.getMessage()).contains("max message size");
    }
}
