package dev.eventbus.notifications.channel;

import dev.eventbus.nats.Signal;
import dev.eventbus.nats.SignalHandler;
import dev.eventbus.notifications.inbox.Inbox;
import dev.eventbus.notifications.inbox.Owner;
import dev.eventbus.notifications.rule.ChannelKind;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** What clients did with notifications on their sockets, told by the gateways: late confirmations, and "read". */
@Singleton
public final class ClientActions implements SignalHandler {
    /** Where gateways tell it. */
    public static final String CHANNEL = "notifier.client";

    private static final Logger LOG = Logger.getLogger(ClientActions.class);
    private static final int AT_ONCE = 256;

    private final Semaphore room = new Semaphore(AT_ONCE);
    private final Inbox inbox;
    private final Confirmations confirmations;
    private final Frames frames;

    ClientActions(Inbox inbox, Confirmations confirmations, Frames frames) {
        this.inbox = inbox;
        this.confirmations = confirmations;
        this.frames = frames;
    }

    @Override
    public void onSignal(Signal signal) {
        if (!room.tryAcquire()) {
            signal.reply(frames.reply(false));
            return;
        }
        Thread.ofVirtual().name("notifier-client-action").start(() -> {
            try {
                signal.reply(frames.reply(perform(signal.body())));
            } finally {
                room.release();
            }
        });
    }

    private boolean perform(byte[] body) {
        try {
            Frames.ClientAction done = frames.clientAction(body);
            Owner owner = new Owner(done.workspaceId(), done.userId());
            return switch (done.action()) {
                case "ack" -> confirmations.confirm(owner, done.notificationId(), ChannelKind.WEBSOCKET);
                case "read" -> inbox.markRead(owner, done.notificationId());
                default -> false;
            };
        } catch (RuntimeException e) {
            LOG.warnf("Did not perform a client action: cause=%s", e.getMessage());
            return false;
        }
    }
}
