package dev.eventbus.notifications.channel;

import dev.eventbus.nats.Signal;
import dev.eventbus.nats.SignalHandler;
import dev.eventbus.notifications.inbox.Inbox;
import dev.eventbus.notifications.inbox.Owner;
import dev.eventbus.notifications.rule.ChannelKind;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
    private final Records records;
    private final Frames frames;
    private final InstantSource clock;

    ClientActions(Inbox inbox, Records records, Frames frames, InstantSource clock) {
        this.inbox = inbox;
        this.records = records;
        this.frames = frames;
        this.clock = clock;
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
                case "ack" -> confirm(owner, done.notificationId());
                case "read" -> inbox.markRead(owner, done.notificationId());
                default -> false;
            };
        } catch (RuntimeException e) {
            LOG.warnf("Did not perform a client action: cause=%s", e.getMessage());
            return false;
        }
    }

    private boolean confirm(Owner owner, String id) {
        if (!inbox.has(owner, id)) {
            return false;
        }
        Settled settled = new Settled(id, ChannelKind.WEBSOCKET, new Outcome.Delivered());
        records.record(List.of(settled), clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return true;
    }
}
