package dev.eventbus;

import dev.eventbus.dispatch.Offer;
import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicIndex;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.Transport.Registration;
import java.util.ArrayList;
import java.util.List;

/** Hands published events to this instance's local-only subscriptions, without any broker. */
final class LocalEvents {
    private final TopicIndex<Intake> intakes = new TopicIndex<>();

    Registration listen(TopicPattern pattern, Intake intake) {
        intakes.add(pattern, intake);
        return () -> intakes.remove(pattern, intake);
    }

    /**
     * Queues the event for every matching subscription. Those with room come first, so that waiting for a full queue
     * holds up none of them.
     *
     * @return the names of the subscriptions that refused it
     */
    List<String> offer(Event event, Topic topic) {
        List<Intake> full = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        intakes.match(topic, intake -> {
            if (intake.mayWait() && intake.isFull()) {
                full.add(intake);
            } else {
                offer(intake, event, refused);
            }
        });
        full.forEach(intake -> offer(intake, event, refused));
        return refused;
    }

    private static void offer(Intake intake, Event event, List<String> refused) {
        if (intake.offer(event, Position.NONE) == Offer.REJECTED) {
            refused.add(intake.name());
        }
    }
}
