package dev.eventbus.nats;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The messages this puller has and has not settled. A message that comes again meanwhile, because the server lost
 * track of it in a crash or its ack wait ran out unnoticed, is the same piece of work and not another one.
 */
final class InHand {
    /** Kept alive at least three times per ack wait, so this is silence, not slowness. */
    private static final double SILENT = 0.9;

    private final Map<Key, PulledDelivery> unsettled = new ConcurrentHashMap<>();
    private final RecentlySettled settled = new RecentlySettled();
    private final Duration silence;
    private final boolean ordered;

    /** Streams can be made anew, and count from 1 again. */
    private record Key(long sequence, Instant storedAt) {
        static Key of(PulledDelivery delivery) {
            return new Key(delivery.sequence(), delivery.storedAt());
        }
    }

    /** @param ordered whether a delivery stays here until it is settled, however silent it is */
    InHand(Duration ackWait, boolean ordered) {
        this.silence = Duration.ofNanos((long) (ackWait.toNanos() * SILENT));
        this.ordered = ordered;
    }

    /**
     * Takes a message in; called on the puller's thread only.
     *
     * @return false if it is one that is in hand, which goes on as this delivery, or one that was settled before, which
     *     was acknowledged once more
     */
    boolean add(PulledDelivery fresh) {
        Key key = Key.of(fresh);
        PulledDelivery known = unsettled.get(key);
        if (known != null && !known.isHandedBack()) {
            if (ordered || known.age().compareTo(silence) < 0) {
                known.goOnAs(fresh);
                return false;
            }
        }
        // Looked at in this order because done() does the opposite: it is always in one of the two.
        if (settled.contains(key.sequence, key.storedAt)) {
            fresh.acknowledge();
            return false;
        }
        unsettled.put(key, fresh);
        return true;
    }

    /** @param over whether the message is not to come again; false if it was handed back */
    void done(PulledDelivery delivery, boolean over) {
        Key key = Key.of(delivery);
        if (over) {
            settled.add(key.sequence, key.storedAt);
        }
        unsettled.remove(key, delivery);
    }

    /** How many of the messages up to a sequence the server certainly waits for. */
    long open(long upTo) {
        return unsettled.values().stream()
                .filter(delivery -> delivery.sequence() <= upTo && delivery.isAwaited())
                .count();
    }

    /** The consumer was made anew: it waits for none of these, and whoever deleted it may want to begin again. */
    void estrange() {
        settled.clear();
        unsettled.values().forEach(PulledDelivery::estrange);
    }

    /** Somebody else has them now. */
    void expireAll() {
        unsettled.values().forEach(PulledDelivery::expire);
        unsettled.clear();
    }
}
