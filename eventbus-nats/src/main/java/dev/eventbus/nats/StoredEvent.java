package dev.eventbus.nats;

import dev.eventbus.Event;
import dev.eventbus.json.EventCodec;
import dev.eventbus.topic.Topic;

/** An event of the stream. */
record StoredEvent(Event event, Topic topic) {
    /** @throws IllegalArgumentException saying why the message is no event, or not that of its subject */
    static StoredEvent of(String subject, byte[] data) {
        Event event = EventCodec.decode(data);
        Topic topic = event.topic();
        if (!Subjects.carries(subject, topic)) {
            throw new IllegalArgumentException("its subject is another's than its topic " + topic);
        }
        return new StoredEvent(event, topic);
    }
}
