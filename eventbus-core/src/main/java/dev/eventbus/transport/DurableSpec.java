package dev.eventbus.transport;

import dev.eventbus.topic.Segments;
import dev.eventbus.topic.TopicPattern;
import java.time.Duration;

/**
 * A durable subscription as a transport sees it.
 *
 * @param name the durable's name, a topic segment; instances of the same name share its deliveries
 * @param pattern which events; the six positions are the transport's to match
 * @param start where a durable that does not exist yet begins
 * @param concurrency how many deliveries may be unsettled at a time in this instance; 1 to 10,000
 * @param ackWait how long a delivery may stay unsettled before it is delivered anew; at least a second
 * @param ordered whether deliveries to one instance at a time, in stored order, matter more than sharing the work: one
 *     instance is active, the others stand by, and what comes again comes before what was stored later. A delivery
 *     then stays with its instance until it is settled or that instance is gone, and does not come again before
 * @param maxDeliver after how many deliveries an event that nobody settled is dead-lettered; at least 1
 */
public record DurableSpec(
        String name,
        TopicPattern pattern,
        StartAt start,
        boolean ordered,
        int concurrency,
        Duration ackWait,
        int maxDeliver) {
    public DurableSpec {
        Segments.require("durable name", name);
        if (concurrency < 1 || concurrency > 10_000) {
            throw new IllegalArgumentException("concurrency must be 1 to 10000, was " + concurrency);
        }
        if (ackWait.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("ackWait must be at least 1s, was " + ackWait);
        }
        if (maxDeliver < 1) {
            throw new IllegalArgumentException("maxDeliver must be >= 1, was " + maxDeliver);
        }
    }
}
