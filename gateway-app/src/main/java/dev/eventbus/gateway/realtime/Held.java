package dev.eventbus.gateway.realtime;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** Events of the feed that wait until a client is told what came before them. For one thread at a time. */
final class Held {
    /** How much is held, in characters. */
    static final int MOST = 1 << 19;

    private final Queue<One> events = new ArrayDeque<>(1);
    private int size;

    private record One(List<Interest> wanted, SharedEvent event) {}

    /** False if there is no room for it. */
    boolean add(List<Interest> wanted, SharedEvent event) {
        boolean fits = size + event.frameSize() <= MOST;
        if (fits) {
            size += event.frameSize();
            events.add(new One(wanted, event));
        }
        return fits;
    }

    /** Each with those that wait for it, in the order they came. */
    void forEach(BiConsumer<List<Interest>, SharedEvent> each) {
        events.forEach(one -> each.accept(one.wanted(), one.event()));
    }

    /** Some wait for nothing any more. */
    void forget(Predicate<Interest> some) {
        keep((interest, event) -> !some.test(interest));
    }

    /** One is going to read from the store what the store has. */
    void forgetStored(Interest one) {
        keep((interest, event) -> interest != one || !event.position().isStored());
    }

    private void keep(BiPredicate<Interest, SharedEvent> condition) {
        int count = events.size();
        for (int i = 0; i < count; i++) {
            One one = events.remove();
            List<Interest> wanted = one.wanted().stream()
                    .filter(interest -> condition.test(interest, one.event()))
                    .toList();
            if (wanted.isEmpty()) {
                size -= one.event().frameSize();
            } else {
                events.add(new One(wanted, one.event()));
            }
        }
    }
}
