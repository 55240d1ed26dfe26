package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import io.nats.client.Connection;
import io.nats.client.api.MessageInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the dead-letter stream without moving anything in it, and takes single letters out. It holds the letters of the
 * whole platform: whose they are is said by their subscription. Every call blocks on the server and throws an
 * {@link EventBusException} when it cannot be asked; memory is bounded by a page. Safe for use by many threads.
 */
public final class DeadLetterShelf {
    /** The most letters of one page. */
    public static final int MOST_PER_PAGE = 1_000;

    /** How many letters one page looks at, where the filter is sparse; the next page goes on from there. */
    private static final long MOST_LOOKED_AT = 100_000;

    private final NatsConnection connection;

    private DeadLetterShelf(NatsConnection connection) {
        this.connection = connection;
    }

    public static DeadLetterShelf of(NatsConnection connection) {
        return new DeadLetterShelf(connection);
    }

    /**
     * The letters that match, oldest first, beginning with a sequence. A page may be short, or empty, and still have a
     * next one.
     *
     * @param limit 1 to {@value #MOST_PER_PAGE}
     * @param fromSequence at least 1; {@link LetterPage#next()} of the page before
     */
    public LetterPage list(LetterFilter filter, int limit, long fromSequence) {
        if (limit < 1 || limit > MOST_PER_PAGE) {
            throw new IllegalArgumentException("limit must be 1 to " + MOST_PER_PAGE + ", was " + limit);
        }
        if (fromSequence < 1) {
            throw new IllegalArgumentException("cursor must be a sequence from 1 on, was " + fromSequence);
        }
        Optional<String> stream = stream();
        if (stream.isEmpty()) {
            return new LetterPage(List.of(), 0);
        }
        List<StoredLetter> letters = new ArrayList<>();
        try (LetterScan scan = LetterScan.begin(connected(), stream.get(), filter, fromSequence)) {
            boolean through = scan.walk(MOST_LOOKED_AT, letter -> {
                letters.add(letter);
                return letters.size() < limit;
            });
            return new LetterPage(letters, through ? 0 : scan.at() + 1);
        }
    }

    /**
     * How many letters match now.
     *
     * @param upTo the last sequence to count; {@link #lastSequence()} of some time
     */
    public long count(LetterFilter filter, long upTo) {
        Optional<String> stream = stream();
        if (stream.isEmpty()) {
            return 0;
        }
        try (LetterScan scan = LetterScan.begin(connected(), stream.get(), filter, 1)) {
            if (filter.isLeftToServer() && lastSequence() <= upTo) {
                return scan.selected();
            }
            long[] count = new long[1];
            scan.walk(Long.MAX_VALUE, letter -> {
                boolean counts = letter.sequence() <= upTo;
                count[0] += counts ? 1 : 0;
                return counts;
            });
            return count[0];
        }
    }

    /** The newest letter's sequence; 0 if there never was one. */
    public long lastSequence() {
        JetStreamApi api = api();
        return stream()
                .flatMap(stream -> api.find(management -> management.getStreamInfo(stream)))
                .map(info -> info.getStreamState().getLastSequence())
                .orElse(0L);
    }

    /** The letter with its body; empty if there is none of that sequence (any more). */
    public Optional<OpenedLetter> get(long sequence) {
        return stream().flatMap(stream -> message(stream, sequence)).map(this::opened);
    }

    /** Takes a letter out for good; returns whether there was one. */
    public boolean delete(long sequence) {
        Optional<String> stream = stream();
        if (stream.isEmpty() || message(stream.get(), sequence).isEmpty()) {
            return false;
        }
        return api().find(management -> management.deleteMessage(stream.get(), sequence, false))
                .orElse(false);
    }

    private OpenedLetter opened(MessageInfo info) {
        StoredLetter letter = LetterHeaders.of(info);
        byte[] data = info.getData() == null ? new byte[0] : info.getData();
        return new OpenedLetter(letter, letter.bodyOmitted() ? original(letter.origin()) : data);
    }

    /** The stream may have been made anew since, and have another message of that sequence. */
    private byte @Nullable [] original(StoredLetter.Origin origin) {
        if (origin.stream() == null) {
            return null;
        }
        return message(origin.stream(), origin.sequence())
                .filter(found -> isSame(found, origin))
                .map(MessageInfo::getData)
                .orElse(null);
    }

    private static boolean isSame(MessageInfo found, StoredLetter.Origin origin) {
        String given = found.getHeaders() == null ? null : found.getHeaders().getFirst("Nats-Msg-Id");
        Instant storedAt = origin.storedAt();
        return found.getSubject().equals(origin.subject())
                && HeaderText.clean(DeadLetters.messageId(given, found.getSeq()))
                        .equals(origin.messageId())
                && (storedAt == null || found.getTime().toInstant().toEpochMilli() == storedAt.toEpochMilli());
    }

    private Optional<MessageInfo> message(String stream, long sequence) {
        return api().find(management -> management.getMessage(stream, sequence));
    }

    /** Somebody may have set up another stream for dead letters; it is left as it is and used. */
    private Optional<String> stream() {
        List<String> names = api().call(management -> management.getStreamNames(DeadLetters.SUBJECTS));
        return names.contains(DeadLetters.STREAM)
                ? Optional.of(DeadLetters.STREAM)
                : names.stream().findFirst();
    }

    private JetStreamApi api() {
        return JetStreamApi.of(connected(), LetterScan.COULD_NOT);
    }

    private Connection connected() {
        return connection.require(LetterScan.COULD_NOT);
    }
}
