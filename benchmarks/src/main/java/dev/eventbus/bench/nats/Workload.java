package dev.eventbus.bench.nats;

import dev.eventbus.Event;
import dev.eventbus.EventMetadata;
import dev.eventbus.Payload;
import dev.eventbus.json.EventCodec;
import dev.eventbus.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is published: 4,096 topics of 512 organizations, a payload of 256 bytes. The peer sends bodies
 * that were encoded before, on subjects that were put together before.
 */
final class Workload {
    static final String KEY = "crm.deal.closed";
    static final String STREAM = "EVENTS";
    static final int PAYLOAD_BYTES = 256;

    /** A power of two. */
    static final int TOPICS = 4_096;

    private static final int ORGANIZATIONS = 512;
    private static final int ID_DIGITS = 10;

    private final List<Event> events = new ArrayList<>(TOPICS);
    private final List<String> storedSubjects = new ArrayList<>(TOPICS);
    private final List<String> liveSubjects = new ArrayList<>(TOPICS);
    private final List<byte[]> bodies = new ArrayList<>(TOPICS);

    // Ids of two runs on one stream within its duplicate window must differ.
    private final String run = Long.toString(System.nanoTime(), 36);

    Workload() {
        Payload payload = payload();
        Instant now = Instant.parse("2026-11-21T08:09:50.123Z");
        for (int i = 0; i < TOPICS; i++) {
            EventMetadata metadata = new EventMetadata(
                    Map.of("participant", List.of("part_" + i % 7)), List.of(), "user_1", "1.0", KEY, null);
            String organization = "org_" + i % ORGANIZATIONS;
            Event event =
                    new Event(id(i), organization, "crm", "deal", "deal_" + 31L * i, "closed", now, payload, metadata);
            events.add(event);
            storedSubjects.add(event.topic().toString());
            liveSubjects.add("live" + event.topic().toString().substring(Topic.ROOT.length()));
            bodies.add(EventCodec.encode(event));
        }
    }

    private static Payload payload() {
        String start = "{\"dealId\":\"deal-123\",\"amount\":5000.00,\"currency\":\"USD\",\"note\":\"";
        String end = "\"}";
        String note = "x".repeat(PAYLOAD_BYTES - start.length() - end.length());
        return Payload.ofJson((start + note + end).getBytes(StandardCharsets.UTF_8));
    }

    String id(long number) {
        String digits = Long.toString(number);
        return run + "0".repeat(Math.max(0, ID_DIGITS - digits.length())) + digits;
    }

    /** An event that was made before: nobody looks whether it comes twice. */
    Event prepared(long number) {
        return events.get(topic(number));
    }

    /** An event that is stored needs an id of its own. */
    Event event(long number) {
        Event like = events.get(topic(number));
        return new Event(
                id(number),
                like.organizationId(),
                like.source(),
                like.resource(),
                like.resourceId(),
                like.eventName(),
                like.timestamp(),
                like.payload(),
                like.metadata());
    }

    String storedSubject(long number) {
        return storedSubjects.get(topic(number));
    }

    String liveSubject(long number) {
        return liveSubjects.get(topic(number));
    }

    byte[] body(long number) {
        return bodies.get(topic(number));
    }

    private static int topic(long number) {
        return (int) number & (TOPICS - 1);
    }
}
