package dev.eventbus;

import dev.eventbus.json.EventCodec;
import java.time.InstantSource;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/** Turns what a publisher says into an event, and refuses what is too large to be carried. */
final class MakeEvent {
    /** More than the envelope of any event can take: 64 tags of 256 escaped characters are the most of it. */
    private static final int LARGEST_ENVELOPE = 256 * 1024;

    private final InstantSource clock;
    private final Ulid ids;
    private final IntSupplier maxBytes;

    /** @param maxBytes the largest event the transport takes; asked each time, because brokers come and go */
    MakeEvent(InstantSource clock, RandomGenerator random, IntSupplier maxBytes) {
        this.clock = clock;
        this.ids = new Ulid(clock, random);
        this.maxBytes = maxBytes;
    }

    Event from(EventContext context, String eventKey, EventDraft draft) {
        return draft.toEvent(context, eventKey, ids::next, clock);
    }

    /** Encodes only where the payload's size leaves a doubt. */
    Event requireFits(Event event) {
        int payload = event.payload().size();
        int maxEventBytes = maxBytes.getAsInt();
        if (payload > maxEventBytes - LARGEST_ENVELOPE) {
            int size = payload > maxEventBytes ? payload : EventCodec.encode(event).length;
            if (size > maxEventBytes) {
                throw new IllegalArgumentException("payload must leave the event at most " + maxEventBytes
                        + " bytes, which the transport takes; the event had " + size + ", the payload " + payload);
            }
        }
        return event;
    }
}
