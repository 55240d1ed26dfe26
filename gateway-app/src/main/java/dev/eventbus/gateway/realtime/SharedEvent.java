package dev.eventbus.gateway.realtime;

import dev.eventbus.Event;
import dev.eventbus.Position;
import dev.eventbus.json.EventCodec;
import dev.eventbus.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event on its way to many clients. Its JSON is made once, and a frame once for all who call it the same. */
final class SharedEvent {
    private static final int AROUND = 128;

    private final Position position;
    private final Topic topic;
    private final String json;

    // Values, replaced whole: who comes between makes one for himself.
    private volatile @Nullable Made frame;
    private volatile @Nullable String block;

    SharedEvent(Topic topic, Position position, String json) {
        this.topic = topic;
        this.position = position;
        this.json = json;
    }

    /**
     * @param topic the event's, which is not made twice
     * @param position where it is stored, if it is
     */
    static SharedEvent of(Event event, Topic topic, Position position) {
        return new SharedEvent(topic, position, new String(EventCodec.encode(event), StandardCharsets.UTF_8));
    }

    private record Made(List<String> refs, String text) {}

    Position position() {
        return position;
    }

    Topic topic() {
        return topic;
    }

    /** In characters, more or less: it depends on who is told. */
    int frameSize() {
        return json.length() + AROUND;
    }

    /** As a WebSocket has it. */
    String frame(List<String> refs) {
        Made made = frame;
        if (made == null || !made.refs().equals(refs)) {
            made = new Made(refs, ServerFrame.event(refs, position, json));
            frame = made;
        }
        return made.text();
    }

    /** As an event stream has it. */
    String block() {
        String made = block;
        if (made == null) {
            made = SseFrame.event(position, json);
            block = made;
        }
        return made;
    }
}
