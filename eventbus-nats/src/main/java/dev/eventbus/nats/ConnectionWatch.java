package dev.eventbus.nats;

import dev.eventbus.topic.Segments;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.api.ServerInfo;
import io.nats.client.support.Status;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what the client library reports into one log line per change. */
final class ConnectionWatch implements ConnectionListener, ErrorListener {
    private static final Logger LOG = LoggerFactory.getLogger(NatsConnection.class);

    private enum State {
        NEW,
        UP,
        DOWN
    }

    private final Runnable onUp;
    private final Runnable onDown;
    private final java.util.function.Consumer<Connection> onClosed;
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final AtomicReference<String> knownVersion = new AtomicReference<>("");
    private final AtomicReference<String> lastFailure = new AtomicReference<>("");

    ConnectionWatch(Runnable onUp, Runnable onDown, java.util.function.Consumer<Connection> onClosed) {
        this.onUp = onUp;
        this.onDown = onDown;
        this.onClosed = onClosed;
    }

    @Override
    public void connectionEvent(Connection connection, Events event) {
        switch (event) {
            case CONNECTED, RECONNECTED -> up(connection);
            case RESUBSCRIBED -> onUp.run();
            case DISCONNECTED -> down();
            case CLOSED -> {
                down();
                onClosed.accept(connection);
            }
            case LAME_DUCK -> LOG.info("The NATS server is about to go; will reconnect to another");
            case DISCOVERED_SERVERS -> LOG.debug("Learned of more servers");
            default -> LOG.debug("Connection event {}", event);
        }
    }

    private void up(Connection connection) {
        lastFailure.set("");
        if (state.getAndSet(State.UP) != State.UP) {
            LOG.info(
                    "Connected to NATS url={} version={}",
                    NatsSettings.bare(connection.getConnectedUrl()),
                    connection.getServerInfo().getVersion());
        }
        tellWhatIsMissing(connection.getServerInfo());
    }

    /** Once per server version: a reconnect may lead to another one. */
    private void tellWhatIsMissing(ServerInfo server) {
        if (server.getVersion().equals(knownVersion.getAndSet(server.getVersion()))) {
            return;
        }
        Set<ServerFeature> missing = ServerFeature.missing(server);
        if (server.isOlderThanVersion(ServerFeature.LEAST)) {
            LOG.error(
                    "The NATS server is too old to rely on; use a newer one version={} least={}",
                    server.getVersion(),
                    ServerFeature.LEAST);
        } else if (!missing.isEmpty()) {
            LOG.info(
                    "Went without what the NATS server is too old for version={} missing={}",
                    server.getVersion(),
                    missing);
        }
    }

    private void down() {
        if (state.getAndSet(State.DOWN) == State.UP) {
            LOG.warn("Lost the connection to NATS; reconnecting until it is back");
        }
        onDown.run();
    }

    /** The connection is about to be closed on purpose: its end is no loss. */
    void leaving() {
        if (state.getAndSet(State.NEW) == State.UP) {
            LOG.info("Closed the connection to NATS");
        }
    }

    void couldNotConnect(NatsSettings settings, Exception failure) {
        String said = NatsSettings.bare(failure.getMessage());
        if (!said.equals(lastFailure.getAndSet(said))) {
            LOG.warn(
                    "Could not connect to NATS; trying until it succeeds servers={} error={}",
                    settings.bareServers(),
                    Segments.quoted(said));
        }
    }

    @Override
    public void errorOccurred(Connection connection, String error) {
        if (!error.equals(lastFailure.getAndSet(error))) {
            LOG.warn("The NATS server reported an error error={}", Segments.quoted(error));
        }
    }

    /** Every failed attempt to reconnect comes by here; the loss itself is logged by {@link #down}. */
    @Override
    public void exceptionOccurred(Connection connection, Exception exception) {
        LOG.debug(
                "The NATS client met an exception type={} error={}",
                exception.getClass().getName(),
                NatsSettings.bare(exception.getMessage()));
    }

    @Override
    public void slowConsumerDetected(Connection connection, Consumer consumer) {
        LOG.warn(
                "Dropped incoming messages because they were not taken fast enough dropped={} pending={}",
                consumer.getDroppedCount(),
                consumer.getPendingMessageCount());
    }

    @Override
    public void messageDiscarded(Connection connection, Message message) {
        LOG.warn("Discarded an outgoing message because the queue was full subject={}", message.getSubject());
    }

    @Override
    public void socketWriteTimeout(Connection connection) {
        LOG.warn("Gave up writing to the NATS server after a time; reconnecting");
    }

    /** The pull loop acts on these itself. */
    @Override
    public void pullStatusError(Connection connection, JetStreamSubscription subscription, Status status) {
        LOG.debug("A pull ended with {}", status);
    }
}
