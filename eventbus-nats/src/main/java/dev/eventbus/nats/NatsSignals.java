package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import io.nats.client.Connection;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages between running processes, on subjects {@code ctl.{channel}}; nobody keeps them. Safe for use by many
 * threads.
 */
public final class NatsSignals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NatsSignals.class);
    private static final String ROOT = "ctl.";

    private final NatsConnection connection;
    private final LiveSubjects subjects;

    private NatsSignals(NatsConnection connection) {
        this.connection = connection;
        this.subjects = new LiveSubjects(connection);
    }

    public static NatsSignals over(NatsConnection connection) {
        NatsSignals signals = new NatsSignals(connection);
        signals.subjects.open();
        return signals;
    }

    /** Sends to everybody who listens; does nothing while disconnected. */
    public void broadcast(String channel, byte[] body) {
        String subject = subject(channel);
        Connection current = connection.current();
        if (current == null) {
            LOG.debug("Dropped a broadcast because there is no connection channel={}", channel);
            return;
        }
        send(current, subject, body);
    }

    private static void send(Connection current, String subject, byte[] body) {
        try {
            current.publish(subject, body);
        } catch (IllegalStateException e) {
            LOG.debug("Dropped a signal because the connection was lost", e);
        }
    }

    /**
     * Asks whoever listens; the first answer counts. Fails at once with {@link NoListenerException} when nobody does
     * and with {@link EventBusException} while disconnected; with {@link TimeoutException} when nobody answers in
     * time. Completes on the receiving thread: dependents must not block.
     */
    public CompletionStage<byte[]> request(String channel, byte[] body, Duration timeout) {
        String subject = subject(channel);
        CompletableFuture<Message> answer;
        try {
            Connection current = connection.require("Could not ask on channel " + channel);
            answer = current.requestWithTimeout(subject, body, timeout.plus(JnatsOptions.CLEANUP));
        } catch (EventBusException e) {
            return CompletableFuture.failedFuture(e);
        } catch (IllegalStateException e) {
            return CompletableFuture.failedFuture(
                    new EventBusException("Could not ask on channel " + channel + ": " + e.getMessage(), e));
        }
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        var unused = answer.whenComplete((message, failure) -> {
            if (failure == null) {
                result.complete(message.getData());
            } else {
                result.completeExceptionally(translate(channel, failure));
            }
        });
        return result.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Throwable translate(String channel, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case JetStreamStatusException status -> new NoListenerException(channel);
            case CancellationException cancelled ->
                new TimeoutException("Could not get an answer on channel " + channel + " in time");
            default -> new EventBusException("Could not ask on channel " + channel + ": " + cause.getMessage(), cause);
        };
    }

    /**
     * Calls the handler for every signal until the result is closed. Takes effect before it returns, if there is a
     * connection; else with the next one.
     *
     * @param channel may have {@code *} as a token
     */
    public Listening listen(String channel, SignalHandler handler) {
        List<String> wanted = List.of(Names.requireSubject("channel", ROOT + channel));
        LiveMessages listener = message -> {
            handler.onSignal(new NatsSignal(message));
            return true;
        };
        subjects.add(wanted, null, listener);
        return () -> subjects.remove(wanted, null, listener);
    }

    private static String subject(String channel) {
        if (channel.indexOf('*') >= 0 || channel.indexOf('>') >= 0) {
            throw new IllegalArgumentException("channel to send to must not have wildcards, was " + channel);
        }
        return Names.requireSubject("channel", ROOT + channel);
    }

    /** Ends all listening. */
    @Override
    public void close() {
        subjects.close();
    }

    /** Ends what {@link #listen} began. */
    public interface Listening extends AutoCloseable {
        @Override
        void close();
    }

    private record NatsSignal(Message message) implements Signal {
        @Override
        public String channel() {
            return message.getSubject().substring(ROOT.length());
        }

        @Override
        public byte[] body() {
            return message.getData();
        }

        @Override
        public void reply(byte[] body) {
            if (message.getReplyTo() != null) {
                send(message.getConnection(), message.getReplyTo(), body);
            }
        }
    }
}
