package dev.eventbus.testkit;

import dev.eventbus.Event;
import dev.eventbus.EventMetadata;
import dev.eventbus.Payload;
import dev.eventbus.topic.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Events for tests, each with an id of its own. */
public final class TestEvents {
    private static final AtomicLong IDS = new AtomicLong();
    private static final String RUN = Long.toString(System.nanoTime(), 36);

    private TestEvents() {}

    /** An event whose topic is the given one. */
    public static Event on(String topic) {
        return on(topic, "test-" + RUN + "-" + IDS.incrementAndGet());
    }

    public static Event on(String topic, String id) {
        Topic parsed = Topic.parse(topic);
        Map<String, List<String>> filters = new TreeMap<>();
        for (int i = Topic.POSITIONS; i < parsed.size(); i += 2) {
            filters.computeIfAbsent(parsed.segment(i), key -> new ArrayList<>()).add(parsed.segment(i + 1));
        }
        return new Event(
                id,
                parsed.organizationId(),
                parsed.segment(2),
                parsed.segment(3),
                parsed.segment(5),
                parsed.segment(4),
                Instant.parse("2026-11-21T08:09:50.123Z"),
                Payload.of(Map.of("text", "hello")),
                new EventMetadata(filters, List.of(), null, null, null));
    }
}
