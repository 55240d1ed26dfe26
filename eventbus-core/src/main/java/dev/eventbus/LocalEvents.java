package dev.eventbus;

import dev.eventbus.dispatch.Offer;
import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicIndex;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.Transport.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands published events to this instance's local-only subscriptions, without any broker. */
final class LocalEvents {
    private final TopicIndex<Intake> intakes = new TopicIndex<>();
    private final TopicIndex<InlineCall> calls = new TopicIndex<>();

    /** Spare a match where there is nothing; written under this object's lock. */
    private volatile boolean haveIntakes;

    private volatile boolean haveCalls;

    synchronized Registration listen(TopicPattern pattern, Intake intake) {
        intakes.add(pattern, intake);
        haveIntakes = true;
        return () -> close(pattern, intake);
    }

    private synchronized void close(TopicPattern pattern, Intake intake) {
        intakes.remove(pattern, intake);
        haveIntakes = intakes.size() > 0;
    }

    synchronized Registration listen(TopicPattern pattern, InlineCall call) {
        calls.add(pattern, call);
        haveCalls = true;
        return () -> close(pattern, call);
    }

    private synchronized void close(TopicPattern pattern, InlineCall call) {
        calls.remove(pattern, call);
        haveCalls = calls.size() > 0;
    }

    /**
     * Queues the event for every matching subscription, then calls those that are inline. Full queues that are worth
     * waiting for come last, so that waiting holds up nobody.
     *
     * @return the names of the subscriptions that refused it
     */
    List<String> offer(Event event, Topic topic) {
        Round round = haveIntakes ? new Round(event) : null;
        if (round != null) {
            intakes.match(topic, round);
        }
        if (haveCalls) {
            calls.match(topic, call -> call.on(event));
        }
        return round == null ? List.of() : round.refused();
    }

    /** One event on its way into the queues. */
    private static final class Round implements Consumer<Intake> {
        private final Event event;
        private @Nullable List<Intake> full;
        private @Nullable List<String> refused;

        Round(Event event) {
            this.event = event;
        }

        @Override
        public void accept(Intake intake) {
            if (!intake.mayWait()) {
                offer(intake);
            } else if (intake.offerIfRoom(event) == null) {
                full = full == null ? new ArrayList<>() : full;
                full.add(intake);
            }
        }

        private void offer(Intake intake) {
            if (intake.offer(event, Position.NONE) == Offer.REJECTED) {
                refused = refused == null ? new ArrayList<>() : refused;
                refused.add(intake.name());
            }
        }

        List<String> refused() {
            if (full != null) {
                full.forEach(this::offer);
            }
            return refused == null ? List.of() : refused;
        }
    }
}
