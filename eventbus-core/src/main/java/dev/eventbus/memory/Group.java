package dev.eventbus.memory;

import dev.eventbus.Event;
import dev.eventbus.Position;
import dev.eventbus.topic.Topic;
import dev.eventbus.transport.LiveListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Listeners of whom one alone gets each event, in turn. */
final class Group implements LiveListener {
    private final List<Listener> members = new CopyOnWriteArrayList<>();
    private final AtomicLong turn = new AtomicLong();

    void add(Listener member) {
        members.add(member);
    }

    void remove(Listener member) {
        members.remove(member);
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** A member that was closed between being found and being called passes the event on to the next. */
    @Override
    public void onEvent(Event event, Topic topic, Position position) {
        List<Listener> present = List.copyOf(members);
        long first = turn.getAndIncrement();
        for (int i = 0; i < present.size(); i++) {
            Listener member = present.get((int) ((first + i) % present.size()));
            if (member.offer(event, topic, position)) {
                return;
            }
        }
    }
}
