package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import io.nats.client.Connection;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import java.time.ZoneOffset;
import java.util.function.Predicate;

/** One walk through the dead-letter stream, from the oldest letter on, with headers alone. */
final class LetterScan implements AutoCloseable {
    static final String COULD_NOT = "Could not read dead letters";

    private final LetterFilter filter;
    private final ReadConsumer consumer;
    private final long begin;
    private long seen;

    private LetterScan(LetterFilter filter, ReadConsumer consumer, long begin) {
        this.filter = filter;
        this.consumer = consumer;
        this.begin = begin;
    }

    /** @param begin the sequence of the first letter to look at; at most 1 begins where the filter does */
    static LetterScan begin(Connection connection, String stream, LetterFilter filter, long begin) {
        ConsumerConfiguration.Builder what =
                ConsumerConfiguration.builder().headersOnly(true).filterSubject(filter.filterSubject());
        if (begin > 1) {
            what.deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(begin);
        } else if (filter.from() != null) {
            what.deliverPolicy(DeliverPolicy.ByStartTime)
                    .startTime(filter.from().atZone(ZoneOffset.UTC));
        } else {
            what.deliverPolicy(DeliverPolicy.All);
        }
        return new LetterScan(
                filter, ReadConsumer.create(connection, JetStreamApi.of(connection, COULD_NOT), stream, what), begin);
    }

    /** How many letters the server has selected; more than match where the filter asks for what it cannot select by. */
    long selected() {
        return consumer.pendingAtStart();
    }

    /** The letter it is at, or was at last; before the first, the one before that. */
    long at() {
        return Math.max(seen, begin - 1);
    }

    /**
     * Shows the letters that match, one after another, until the visitor has enough.
     *
     * @param most how many letters to look at, matching or not
     * @return whether it came to the end of what there was
     */
    boolean walk(long most, Predicate<StoredLetter> wantsMore) {
        try {
            boolean through = consumer.pendingAtStart() == 0;
            for (long looked = 0; !through && looked < most; ) {
                switch (consumer.next()) {
                    case ReadStep.Got got -> {
                        looked++;
                        seen = got.sequence();
                        through = got.isLast() || filter.isPast(got.storedAt());
                        StoredLetter letter = LetterHeaders.of(got);
                        if (filter.matches(letter) && !wantsMore.test(letter)) {
                            return through;
                        }
                    }
                    case ReadStep.Quiet quiet -> through = consumer.isThrough();
                    case ReadStep.Broken(String why) -> throw new EventBusException(COULD_NOT + ": " + why);
                }
            }
            return through;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EventBusException(COULD_NOT + ": interrupted", e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
