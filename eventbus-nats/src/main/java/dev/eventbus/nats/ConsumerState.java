package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a durable consumer is, as the server sees it.
 *
 * @param pending stored messages that it has not been given
 * @param unsettled messages it has been given and not settled
 * @param redelivered those of the unsettled that were delivered more than once
 * @param oldest when the oldest message that is pending or unsettled was stored; null if there is none, or if that was
 *     not asked for
 */
public record ConsumerState(
        String stream,
        String durable,
        long pending,
        long unsettled,
        long redelivered,
        @Nullable Instant oldest) {
    /** A page of the server has 256. */
    private static final int MOST_LISTED = 1_000;

    /** Messages yet to be seen to. */
    public long lag() {
        return pending + unsettled;
    }

    /**
     * Asks for one consumer, and for the message that has waited longest; up to two requests, three where the spec
     * names no stream, and one more for each further filter. Empty if there is none.
     *
     * @throws EventBusException when the server cannot be asked
     */
    public static Optional<ConsumerState> read(NatsConnection connection, PullSpec spec) {
        String couldNot = "Could not tell how far durable " + spec.durable() + " is";
        JetStreamApi api = JetStreamApi.of(connection.require(couldNot), couldNot);
        return Consumers.find(connection, spec)
                .map(info -> of(info, lag(info) == 0 ? null : oldest(api, info, spec.filterSubjects())));
    }

    /**
     * The durable consumers of a stream, without the time of their oldest message; at most 1,000. Empty if there is no
     * such stream.
     *
     * @throws EventBusException when the server cannot be asked
     */
    public static List<ConsumerState> of(NatsConnection connection, String stream) {
        String couldNot = "Could not list the consumers of stream " + stream;
        return JetStreamApi.of(connection.require(couldNot), couldNot)
                .find(management -> management.getConsumers(stream))
                .orElse(List.of())
                .stream()
                .filter(info -> info.getConsumerConfiguration().getDurable() != null)
                .limit(MOST_LISTED)
                .map(info -> of(info, null))
                .toList();
    }

    private static ConsumerState of(ConsumerInfo info, @Nullable Instant oldest) {
        return new ConsumerState(
                info.getStreamName(),
                info.getName(),
                info.getNumPending(),
                info.getNumAckPending(),
                info.getRedelivered(),
                oldest);
    }

    private static long lag(ConsumerInfo info) {
        return info.getNumPending() + info.getNumAckPending();
    }

    /** Everything up to the ack floor is settled; the next message that the consumer takes is the oldest that is not. */
    private static @Nullable Instant oldest(JetStreamApi api, ConsumerInfo info, List<String> subjects) {
        long next = info.getAckFloor().getStreamSequence() + 1;
        return subjects.stream()
                .map(subject -> api.find(management -> management.getNextMessage(info.getStreamName(), next, subject)))
                .flatMap(Optional::stream)
                .map(MessageInfo::getTime)
                .filter(Objects::nonNull)
                .map(ZonedDateTime::toInstant)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
