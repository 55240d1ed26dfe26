package dev.eventbus.memory;

import dev.eventbus.Attempt;
import dev.eventbus.EventBusException;
import dev.eventbus.Verdict;
import dev.eventbus.dispatch.Timer;
import dev.eventbus.transport.DurableSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The position of one durable subscription, shared by all who consume under its name.
 *
 * <pre>
 *   stream ─▶ taken ─▶ settled: ack                        ─▶ over
 *               ▲ │              dead letter               ─▶ dead letters, over
 *               │ └─ ack wait ran out, or settled: retry ─▶ parked ─┐
 *               └────────────────────────── due ◀───────────────────┘   (dead letter after maxDeliver)
 * </pre>
 */
final class Durable {
    private static final Logger LOG = LoggerFactory.getLogger(Durable.class);

    private final DurableSpec spec;
    private final Stream stream;
    private final DeadLetters deadLetters;
    private final Timer timer;
    private final InstantSource clock;

    /** Guards everything below and the flights. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final Queue<Stored> due;

    /** Who takes part in an ordered durable, the active one first. */
    private final List<Consumer> members = new ArrayList<>();

    /** How often each event was delivered that is not over yet. */
    private final Map<Stored, Integer> deliveries = new HashMap<>();

    private long cursor;

    Durable(DurableSpec spec, Stream stream, DeadLetters deadLetters, Timer timer, InstantSource clock) {
        this.spec = spec;
        this.stream = stream;
        this.deadLetters = deadLetters;
        this.timer = timer;
        this.clock = clock;
        this.due = spec.ordered()
                ? new PriorityQueue<>(
                        Comparator.comparingLong(stored -> stored.position().sequence()))
                : new ArrayDeque<>();
        this.cursor = stream.first(spec.start());
    }

    /** Refuses to share the position between subscriptions that want different events. */
    void requireSame(DurableSpec other) {
        if (!spec.pattern().equals(other.pattern())) {
            throw new EventBusException("Could not consume: durable " + spec.name() + " exists for " + spec.pattern()
                    + ", not for " + other.pattern() + ". Use another name.");
        }
    }

    /** Of an ordered durable it takes its place behind those that were there before. */
    void join(Consumer member) {
        if (!member.spec().ordered()) {
            return;
        }
        lock.lock();
        try {
            members.add(member);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the member may have another delivery and there is one; null once the member is closed. */
    @Nullable
    Flight take(Consumer member) throws InterruptedException {
        lock.lock();
        try {
            while (member.isOpen()) {
                Stored next = member.hasPermit() && isActive(member) ? next() : null;
                if (next != null) {
                    return takeOff(next, member);
                }
                changed.await();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the member may take now: of an ordered durable only the first, once its predecessors have let go. */
    private boolean isActive(Consumer member) {
        if (!member.spec().ordered()) {
            return true;
        }
        members.removeIf(other -> !other.isOpen() && other.inFlight == 0);
        return members.getFirst() == member;
    }

    private @Nullable Stored next() {
        Stored again = due.poll();
        if (again != null) {
            return again;
        }
        for (Stored stored = stream.at(cursor); stored != null; stored = stream.at(cursor)) {
            cursor++;
            if (spec.pattern().withoutFilters().matches(stored.topic())) {
                return stored;
            }
        }
        return null;
    }

    private Flight takeOff(Stored stored, Consumer member) {
        int number = deliveries.merge(stored, 1, Integer::sum);
        Flight flight = new Flight(this, stored, new Attempt(number, stored.position()), member, clock.instant());
        member.inFlight++;
        armAckWait(flight);
        return flight;
    }

    private void armAckWait(Flight flight) {
        flight.alarm = timer.after(flight.member.spec().ackWait(), () -> ackWaitRanOut(flight));
    }

    /** Nobody but its member may have an ordered event, so the flight goes on as long as the member does. */
    private void ackWaitRanOut(Flight flight) {
        if (flight.member.spec().ordered() && flight.member.isOpen() && inProgress(flight)) {
            return;
        }
        settle(flight, Verdict.retry(Duration.ZERO), flight.attempt(), "ack wait ran out");
    }

    /** Whether the flight still goes on; its ack wait begins anew then. */
    boolean inProgress(Flight flight) {
        lock.lock();
        try {
            if (!flight.settled) {
                flight.cancelAlarm();
                armAckWait(flight);
            }
            return !flight.settled;
        } finally {
            lock.unlock();
        }
    }

    void settle(Flight flight, Verdict verdict, Attempt last, String cause) {
        lock.lock();
        try {
            if (flight.settled) {
                return;
            }
            flight.settled = true;
            flight.cancelAlarm();
            flight.member.inFlight--;
            switch (verdict) {
                case Verdict.Ack ack -> deliveries.remove(flight.stored);
                case Verdict.DeadLetter dead -> bury(flight, dead, last);
                case Verdict.Retry retry -> retry(flight, retry.delay(), cause);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void retry(Flight flight, Duration delay, String cause) {
        int number = flight.attempt().number();
        if (number >= spec.maxDeliver()) {
            String reason = "delivered " + number + " times, which is maxDeliver; last: " + cause;
            bury(flight, new Verdict.DeadLetter(Verdict.DeadLetter.EXHAUSTED, reason, null), flight.attempt());
        } else if (delay.isZero()) {
            due.add(flight.stored);
        } else {
            timer.after(delay, () -> makeDue(flight.stored));
        }
    }

    private void makeDue(Stored stored) {
        lock.lock();
        try {
            due.add(stored);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** With no room for the dead letter the event is not given up: it comes again. */
    private void bury(Flight flight, Verdict.DeadLetter verdict, Attempt last) {
        try {
            deadLetters.put(verdict.letter(spec.name(), flight.event(), last, flight.at, clock.instant()));
            deliveries.remove(flight.stored);
        } catch (EventBusException e) {
            LOG.warn(
                    "Could not keep a dead letter; the event will be delivered again durable={} error={}",
                    spec.name(),
                    e.getMessage());
            timer.after(spec.ackWait(), () -> makeDue(flight.stored));
        }
    }

    /** Something was stored, or a member closed. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
