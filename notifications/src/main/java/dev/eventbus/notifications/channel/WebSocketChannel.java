package dev.eventbus.notifications.channel;

import dev.eventbus.nats.NoListenerException;
import dev.eventbus.notifications.inbox.Notification;
import dev.eventbus.notifications.inbox.Outgoing;
import dev.eventbus.notifications.inbox.Owner;
import dev.eventbus.notifications.inbox.Unread;
import dev.eventbus.notifications.inbox.UnreadMirror;
import dev.eventbus.notifications.rule.ChannelKind;
import dev.eventbus.notifications.signal.Signals;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * To the user's open sockets, through whichever gateways hold them: each listens for its users on
 * {@code notify.{workspace}.{user}} and answers once a client confirmed.
 */
@Singleton
final class WebSocketChannel implements Channel, UnreadMirror {
    private static final Logger LOG = Logger.getLogger(WebSocketChannel.class);
    /** Why it failed when no gateway has a socket of the user. */
    static final String NOBODY = "no socket open";

    private static final Duration ACK_WAIT = Duration.ofSeconds(5);

    private final Signals signals;
    private final Frames frames;

    WebSocketChannel(Signals signals, Frames frames) {
        this.signals = signals;
        this.frames = frames;
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.WEBSOCKET;
    }

    @Override
    public CompletionStage<Outcome> send(Outgoing outgoing) {
        return signals.request(channelOf(outgoing.owner()), frames.notification(outgoing), ACK_WAIT)
                .handle((answer, failure) -> failure == null ? outcome(answer) : outcome(failure));
    }

    @Override
    public void show(Owner owner, Unread unread, @Nullable Notification changed) {
        try {
            signals.broadcast(channelOf(owner), frames.unread(unread, changed));
        } catch (RuntimeException e) {
            LOG.debugf("Did not mirror an unread count: cause=%s", e.getMessage());
        }
    }

    private static String channelOf(Owner owner) {
        return "notify." + owner.workspaceId() + '.' + owner.userId();
    }

    private Outcome outcome(byte[] answer) {
        return frames.isAcked(answer) ? new Outcome.Delivered() : new Outcome.Sent("not confirmed by a client");
    }

    private static Outcome outcome(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case NoListenerException e -> new Outcome.Failed(NOBODY);
            case TimeoutException e -> new Outcome.Sent("no confirmation within " + ACK_WAIT.toSeconds() + " s");
            default -> new Outcome.Postponed("no connection between the processes");
        };
    }
}
