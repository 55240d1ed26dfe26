package dev.eventbus.gateway.realtime;

import dev.eventbus.Position;
import dev.eventbus.nats.StoredRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tells one client each event once for each of its subscriptions, stored ones in order, whether they come from the
 * store or from the feed. An event is one frame for all that want it and are equally far; one that is catching up gets
 * it in a frame of its own when it has come there.
 *
 * <pre>
 *   new ──{@link #open}──▶ behind: what comes waits, what is stored is told ──{@link #goLive}──▶ live: told as it comes
 *                    ▲─────────────────── {@link #missed}, {@link #down}, {@link #up} ───────────────────┘
 * </pre>
 *
 * One thread at a time catches up; it calls {@link #newcomers}, {@link #begin} and what takes a {@link Round}.
 */
final class ResumingSink {
    private final Outbound outbound;
    private final Voice voice;

    /** The feed, the one that catches up and the client's own frames come by different threads. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<Interest, Heard> heard = LinkedHashMap.newLinkedHashMap(2);
    private final Held held = new Held();
    private boolean isDown;
    private boolean isCatchingUp;
    private boolean hasNewcomer;
    private volatile int roomWanted;

    ResumingSink(Outbound outbound, Voice voice) {
        this.outbound = outbound;
        this.voice = voice;
    }

    /** How far a subscription is. */
    private static final class Heard {
        private long last;
        private boolean isOpen;
        private boolean isLive;

        /** Something that came was not kept, so that nothing that comes is of use before the store is read again. */
        private boolean hasMissed;
    }

    Outbound outbound() {
        return outbound;
    }

    /** Takes a subscription that is in the feed already; returns whether the caller has to have the client catch up. */
    boolean add(Interest interest) {
        lock.lock();
        try {
            heard.put(interest, new Heard());
            hasNewcomer = true;
            return wakes();
        } finally {
            lock.unlock();
        }
    }

    /** Says a last word about a subscription, of which nothing is told any more; false if it is gone already. */
    boolean remove(Interest interest, String lastWord) {
        lock.lock();
        try {
            if (heard.remove(interest) == null) {
                return false;
            }
            outbound.send(lastWord);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The subscriptions that are to be opened. */
    List<Interest> newcomers() {
        lock.lock();
        try {
            hasNewcomer = false;
            return heard.entrySet().stream()
                    .filter(each -> !each.getValue().isOpen)
                    .map(Map.Entry::getKey)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** A subscription is in force from now on, behind a position. */
    void open(Interest interest, Position after) {
        lock.lock();
        try {
            Heard far = heard.get(interest);
            if (far != null) {
                far.isOpen = true;
                far.last = after.sequence();
                outbound.send(voice.begun(interest.ref(), after));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Begins a reading of the store; null if nothing is left to do, or to be done before the broker is {@link #up}. */
    @Nullable
    Round begin() {
        lock.lock();
        try {
            List<Interest> behind = new ArrayList<>();
            heard.forEach((interest, far) -> {
                if (far.isOpen && !far.isLive) {
                    behind.add(interest);
                    if (far.hasMissed) {
                        far.hasMissed = false; // what comes from now on has no hole in it
                        held.forgetStored(interest);
                    }
                }
            });
            isCatchingUp = !isDown && (hasNewcomer || !behind.isEmpty());
            return isCatchingUp ? new Round(behind) : null;
        } finally {
            lock.unlock();
        }
    }

    /** Says which events cannot be told any more. Returns behind which position the store is to be read. */
    Position skipWhatIsGone(Round round, StoredRange stored) {
        lock.lock();
        try {
            long least = stored.last().sequence();
            for (Interest interest : round.interests()) {
                Heard far = heard.get(interest);
                if (far == null) {
                    continue;
                }
                Gap gap = Gap.after(new Position(far.last), stored);
                if (gap != null) {
                    far.last = gap.to();
                    outbound.send(voice.gap(interest.ref(), gap));
                }
                least = Math.min(least, far.last);
            }
            return new Position(least);
        } finally {
            lock.unlock();
        }
    }

    /** Says that events may have been gone before they were read. Clients go on behind a gap: it ends where they are. */
    void tellGap(Round round, Gap gap) {
        lock.lock();
        try {
            for (Interest interest : round.interests()) {
                Heard far = heard.get(interest);
                if (far != null) {
                    far.last = Math.max(far.last, gap.to());
                    outbound.send(voice.gap(interest.ref(), new Gap(gap.from(), far.last)));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes the next event of a reading; false, and it is not taken, if the client has to take others before. */
    boolean takeStored(Round round, SharedEvent event) {
        lock.lock();
        try {
            roomWanted = event.frameSize();
            if (!outbound.hasRoom(roomWanted)) {
                return false;
            }
            roomWanted = 0;
            List<Interest> wanted = round.interests().stream()
                    .filter(interest -> interest.wanted().pattern().matches(event.topic()))
                    .toList();
            tell(wanted, event);
            for (Interest interest : round.interests()) {
                Heard far = heard.get(interest);
                if (far != null) {
                    far.last = Math.max(far.last, event.position().sequence());
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** What the client has to have room for before it can take the next event of a reading. */
    int roomWanted() {
        return roomWanted;
    }

    /** Whether a reading is better begun anew: there is somebody to take part in it. */
    boolean hasNewcomer() {
        lock.lock();
        try {
            return hasNewcomer;
        } finally {
            lock.unlock();
        }
    }

    /** All that was stored up to here is told. */
    void goLive(Round round, Position reached) {
        lock.lock();
        try {
            List<Interest> now = new ArrayList<>();
            for (Interest interest : round.interests()) {
                Heard far = heard.get(interest);
                if (far != null) {
                    far.last = Math.max(far.last, reached.sequence());
                    far.isLive = !far.hasMissed && !isDown;
                    if (far.isLive) {
                        now.add(interest);
                    }
                }
            }
            held.forEach((wanted, event) -> tell(common(wanted, now), event));
            held.forget(interest -> now.contains(interest) || !heard.containsKey(interest));
        } finally {
            lock.unlock();
        }
    }

    /** Takes an event of the feed. Never blocks: the feed has others to serve. */
    void take(List<Interest> wanted, SharedEvent event) {
        lock.lock();
        try {
            List<Interest> live = new ArrayList<>(wanted.size());
            List<Interest> behind = new ArrayList<>(0);
            for (Interest interest : wanted) {
                Heard far = heard.get(interest);
                if (far != null && far.isLive) {
                    live.add(interest);
                } else if (far != null && !far.hasMissed) {
                    behind.add(interest);
                }
            }
            tell(live, event);
            if (!behind.isEmpty()) {
                hold(behind, event);
            }
        } finally {
            lock.unlock();
        }
    }

    private void hold(List<Interest> wanted, SharedEvent event) {
        if (!held.add(wanted, event) && event.position().isStored()) {
            wanted.forEach(interest -> heard.computeIfPresent(interest, (same, far) -> {
                far.hasMissed = true;
                return far;
            }));
        }
    }

    private void tell(List<Interest> wanted, SharedEvent event) {
        List<String> refs = new ArrayList<>(wanted.size());
        long position = event.position().sequence();
        for (Interest interest : wanted) {
            Heard far = heard.get(interest);
            if (far != null && (!event.position().isStored() || position > far.last)) {
                far.last = Math.max(far.last, position);
                refs.add(interest.ref());
            }
        }
        if (!refs.isEmpty()) {
            outbound.send(voice.event(refs, event));
        }
    }

    private static List<Interest> common(List<Interest> some, List<Interest> others) {
        return some.stream().filter(others::contains).toList();
    }

    /** @param seen up to where the feed has brought everything */
    void down(Position seen) {
        lock.lock();
        try {
            isDown = true;
            fallBehind(seen);
        } finally {
            lock.unlock();
        }
    }

    /** The feed misses nothing from now on; returns whether the caller has to have the client catch up. */
    boolean up() {
        lock.lock();
        try {
            isDown = false;
            fallBehind(Position.NONE);
            return wakes();
        } finally {
            lock.unlock();
        }
    }

    /** The feed missed something; as {@link #down} and {@link #up} at once. */
    boolean missed(Position seen) {
        lock.lock();
        try {
            fallBehind(seen);
            return wakes();
        } finally {
            lock.unlock();
        }
    }

    private void fallBehind(Position seen) {
        heard.values().forEach(far -> {
            if (far.isLive) {
                far.isLive = false;
                far.last = Math.max(far.last, seen.sequence());
            }
            far.hasMissed = true;
        });
    }

    private boolean wakes() {
        boolean wakes = !isCatchingUp && !isDown && !heard.isEmpty();
        isCatchingUp |= wakes;
        return wakes;
    }
}
