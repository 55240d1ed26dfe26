package dev.eventbus.gateway.realtime;

import dev.eventbus.EventBus;
import dev.eventbus.EventBusException;
import dev.eventbus.Position;
import dev.eventbus.Replay;
import dev.eventbus.ReplayFrom;
import dev.eventbus.Verdict;
import dev.eventbus.nats.NatsTransport;
import dev.eventbus.nats.StoredRange;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;

/**
 * Reads the store for clients, a bounded number of them at a time. One that does not take what is read loses its place
 * to another: it waits for the client without one.
 */
@ApplicationScoped
class ReadStored {
    private static final int AT_A_TIME = 32;

    /** A quick client takes what is pending in this time; ending a reading for it would cost more. */
    private static final Duration MOMENT = Duration.ofMillis(250);

    private final EventBus bus;
    private final NatsTransport store;
    private final Semaphore places = new Semaphore(AT_A_TIME);

    ReadStored(EventBus bus, NatsTransport store) {
        this.bus = bus;
        this.store = store;
    }

    /**
     * Until all that is stored is told, the client does not take it, or has subscribed to more. Throws an
     * {@link EventBusException} or {@link CompletionException} if the store cannot be read.
     */
    void tell(Client client, Round round, Position from) throws InterruptedException {
        places.acquire();
        try {
            read(client, round, from);
        } finally {
            places.release();
        }
    }

    private void read(Client client, Round round, Position from) {
        CompletableFuture<Void> enough = new CompletableFuture<>();
        Taking taking = new Taking(client, round);
        Replay replay = bus.replay(
                ReplayFrom.after(from).onlyStored(),
                Wanted.covering(
                        client.workspaceId(),
                        round.interests().stream().map(Interest::wanted).toList()),
                (event, attempt) -> {
                    if (!enough.isDone() && !taking.takes(SharedEvent.of(event, event.topic(), attempt.position()))) {
                        enough.complete(null);
                    }
                    return Verdict.ack();
                });
        CompletableFuture<Position> through = replay.caughtUp().toCompletableFuture();
        try {
            CompletableFuture.anyOf(enough, through, client.gone()).join();
            boolean isThrough = !enough.isDone() && !client.isGone();
            tellWhatWasLost(client.sink(), round, from);
            if (isThrough) {
                client.sink().goLive(round, through.join());
            }
        } finally {
            replay.close();
        }
    }

    /** Retention came by while this was read: whether before or behind the reading, nobody knows. */
    private void tellWhatWasLost(ResumingSink sink, Round round, Position from) {
        StoredRange now = store.stored();
        if (now.first() > from.sequence() + 1) {
            sink.tellGap(round, new Gap(from.sequence() + 1, now.first() - 1));
        }
    }

    /** For one thread. */
    private static final class Taking {
        private final Client client;
        private final Round round;
        private long patience = MOMENT.toNanos();

        Taking(Client client, Round round) {
            this.client = client;
            this.round = round;
        }

        /** Whether the reading goes on. */
        boolean takes(SharedEvent event) throws InterruptedException {
            ResumingSink sink = client.sink();
            boolean taken = sink.takeStored(round, event);
            if (!taken && waited()) {
                taken = sink.takeStored(round, event);
            }
            return taken && !client.isGone() && !sink.hasNewcomer();
        }

        private boolean waited() throws InterruptedException {
            long before = System.nanoTime();
            boolean hasRoom =
                    patience > 0 && client.outbound().awaitRoom(client.sink().roomWanted(), Duration.ofNanos(patience));
            patience -= System.nanoTime() - before;
            return hasRoom;
        }
    }
}
