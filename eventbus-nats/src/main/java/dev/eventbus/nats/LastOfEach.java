package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.ReadSpec;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds out which message is the last of each resource, by reading the stream once. Subjects tell that, unless the
 * pattern has filters: a subject may lack some of them.
 */
final class LastOfEach {
    private final TopicPattern pattern;
    private final boolean bySubject;
    private final int most;
    private final Map<String, Long> last = new HashMap<>();

    LastOfEach(TopicPattern pattern) {
        this(pattern, ReadSpec.MOST_RESOURCES);
    }

    /** @param most how many resources there may be */
    LastOfEach(TopicPattern pattern, int most) {
        this.pattern = pattern;
        this.bySubject = pattern.equals(pattern.withoutFilters());
        this.most = most;
    }

    /** More resources than can be kept in memory: trying again would not help. */
    static final class TooManyException extends EventBusException {
        private static final long serialVersionUID = 1;

        TooManyException(int most, TopicPattern pattern) {
            super("Could not read the last event of each resource: more than " + most + " resources match " + pattern
                    + ". Ask for fewer, or replay all events.");
        }
    }

    /** Has a consumer bring no more than is needed. */
    ConsumerConfiguration.Builder narrow(ConsumerConfiguration.Builder consumer, ReadCursor cursor) {
        if (!bySubject) {
            return cursor.startOf(consumer);
        }
        return cursor.isAtBeginning()
                ? consumer.headersOnly(true).deliverPolicy(DeliverPolicy.LastPerSubject)
                : cursor.startOf(consumer.headersOnly(true));
    }

    /**
     * Reads up to a sequence all that the consumer brings; returns the sequences of the last ones, ascending.
     *
     * @throws EventBusException if that could not be done to the end
     */
    long[] survey(ReadConsumer consumer, long end) throws InterruptedException {
        boolean through = consumer.pendingAtStart() == 0;
        while (!through) {
            switch (consumer.next()) {
                case ReadStep.Got got -> {
                    if (got.sequence() <= end) {
                        saw(got);
                    }
                    through = got.sequence() >= end || got.isLast();
                }
                case ReadStep.Quiet quiet -> through = consumer.isThrough();
                case ReadStep.Broken(String why) ->
                    throw new EventBusException("Could not read the last event of each resource: " + why);
            }
        }
        return sequences();
    }

    private void saw(ReadStep.Got got) {
        try {
            String subject = got.message().getSubject();
            Topic topic = bySubject
                    ? Topic.parse(subject)
                    : StoredEvent.of(subject, got.message().getData()).topic();
            if (pattern.matches(topic)) {
                keep(topic, got.sequence());
            }
        } catch (IllegalArgumentException e) {
            // It is no event; the reading itself says so when it comes to it.
        }
    }

    void keep(Topic topic, long sequence) {
        String resource = String.join(".", topic.segment(1), topic.segment(2), topic.segment(3), topic.segment(5));
        last.merge(resource, sequence, Math::max);
        if (last.size() > most) {
            throw new TooManyException(most, pattern);
        }
    }

    long[] sequences() {
        long[] sequences = last.values().stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sequences);
        return sequences;
    }
}
