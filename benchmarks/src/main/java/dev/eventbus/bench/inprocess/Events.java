package dev.eventbus.bench.inprocess;

import dev.eventbus.Event;
import dev.eventbus.EventMetadata;
import dev.eventbus.Payload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Prepared events of one kind about many resources, so that only the dispatch is measured. */
final class Events {
    /** A power of two. */
    static final int COUNT = 256;

    static final String ORGANIZATION = "org_1";
    static final String KEY = "crm.deal.closed";

    private Events() {}

    static List<Event> prepared() {
        Payload payload = Payload.of(Map.of("dealId", "deal-123", "amount", "5000.00", "currency", "USD"));
        EventMetadata metadata = new EventMetadata(Map.of(), List.of(), "user-1", "1.0", KEY);
        Instant now = Instant.EPOCH;
        return IntStream.range(0, COUNT)
                .mapToObj(i ->
                        new Event("e" + i, ORGANIZATION, "crm", "deal", "deal_" + i, "closed", now, payload, metadata))
                .toList();
    }
}
