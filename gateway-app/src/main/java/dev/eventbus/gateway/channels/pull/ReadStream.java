package dev.eventbus.gateway.channels.pull;

import dev.eventbus.EventBusException;
import dev.eventbus.gateway.channels.Channel;
import dev.eventbus.gateway.channels.intake.Incoming;
import dev.eventbus.gateway.channels.intake.ReceivedBody;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.webhook.Fetched;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream of server-sent events. The next part is read when the last event is stored, so a broker that is away makes
 * the server wait; the id to go on from is written down only for what is stored.
 */
final class ReadStream implements Pull {
    /** Servers send a comment now and then; one that says nothing for longer is asked anew. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private static final Duration WRITE_EVERY = Duration.ofMillis(250);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration MOST_WAIT = Duration.ofMinutes(1);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    private static final int MAX_TAG = 200;

    private final Channel channel;
    private final Tools tools;
    private @Nullable Duration retry;
    private int failures;

    ReadStream(Channel channel, Tools tools) {
        this.channel = channel;
        this.tools = tools;
    }

    @Override
    public Duration once(Lease lease) throws InterruptedException {
        String lastId = tools.progress().place(channel.id()).position();
        failures++;
        try (Fetched fetched = tools.fetch().open(channel, channel.source().url(), headers(lastId))) {
            requireStream(fetched);
            read(lease, fetched, lastId);
        } catch (EventBusException | IllegalArgumentException e) {
            tools.intake().failed(channel, "The stream could not be read: " + e.getMessage() + ".");
        }
        return pause();
    }

    /** At least what the server asks for; longer and longer while it brings nothing. */
    private Duration pause() {
        Duration least = retry == null ? FIRST_WAIT : retry;
        Duration most = least.compareTo(MOST_WAIT) > 0 ? least : MOST_WAIT;
        Duration backoff = tools.waits().after(failures, least, most);
        return backoff.compareTo(least) > 0 ? backoff : tools.waits().about(least);
    }

    private static Map<String, String> headers(@Nullable String lastId) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "text/event-stream");
        headers.put("Cache-Control", "no-store");
        if (lastId != null) {
            headers.put("Last-Event-ID", lastId);
        }
        return headers;
    }

    private static void requireStream(Fetched fetched) {
        int status = fetched.status();
        String type = String.valueOf(fetched.header("Content-Type")).toLowerCase(Locale.ROOT);
        if (status != 200) {
            boolean isRedirect = status >= 300 && status < 400;
            throw new IllegalArgumentException("it answered " + status
                    + (isRedirect ? "; redirects are not followed, register the address it leads to" : ""));
        }
        if (!type.startsWith("text/event-stream")) {
            throw new IllegalArgumentException("it answered with something else than text/event-stream");
        }
    }

    private void read(Lease lease, Fetched fetched, @Nullable String from) throws InterruptedException {
        SseParser parser = new SseParser();
        Ids ids = new Ids(lease, from);
        try {
            long heardAt = System.nanoTime();
            while (lease.isHeld()) {
                byte[] part = fetched.next(ids.isWritten() ? SILENCE : WRITE_EVERY);
                if (part == null) {
                    return;
                }
                if (part.length > 0) {
                    heardAt = System.nanoTime();
                } else if (System.nanoTime() - heardAt >= SILENCE.toNanos()) {
                    throw new IllegalArgumentException("nothing came for " + SILENCE.toMinutes() + " minutes");
                }
                for (SseEvent event : parser.feed(part)) {
                    if (!take(lease, event)) {
                        return;
                    }
                    failures = 0;
                    ids.stored(event.id());
                }
                retry = parser.retry() == null ? retry : parser.retry();
                ids.writeIfDue(part.length == 0);
            }
        } finally {
            ids.writeIfDue(true);
        }
    }

    /** Tried until it is stored; says false if the lease ended first. */
    private boolean take(Lease lease, SseEvent event) throws InterruptedException {
        while (lease.isHeld()) {
            try {
                if (event.isTooLarge()) {
                    tools.intake().failed(channel, "One was left out for good: it was too large.");
                } else {
                    tools.intake().take(channel, incoming(event));
                }
                return true;
            } catch (ProblemException e) { // the broker is away
                Thread.sleep(TRY_AGAIN);
            }
        }
        return false;
    }

    /** With the data: some servers give several events one id, as the place to go on from. */
    private static Incoming incoming(SseEvent event) {
        String delivery = event.id() == null
                ? "new\n" + UUID.randomUUID()
                : "event\n" + event.id() + "\n" + event.type() + "\n" + event.data();
        byte[] data = event.data().getBytes(StandardCharsets.UTF_8);
        boolean isShort = event.type().length() <= MAX_TAG;
        return new Incoming(
                delivery,
                ReceivedBody.of(data, "text/plain"),
                event.type(),
                isShort ? List.of("event: " + event.type()) : List.of(),
                null);
    }

    /** The last id whose event is stored, and whether the database has it. */
    private final class Ids {
        private final Lease lease;
        private @Nullable String stored;
        private @Nullable String written;
        private long writtenAt = System.nanoTime() - WRITE_EVERY.toNanos();

        Ids(Lease lease, @Nullable String from) {
            this.lease = lease;
            this.stored = from;
            this.written = from;
        }

        void stored(@Nullable String id) {
            if (id != null) {
                stored = id;
            }
        }

        boolean isWritten() {
            return Objects.equals(stored, written);
        }

        /** Not for each event of a burst: what comes again after a crash is known by its id. */
        void writeIfDue(boolean isIdle) {
            boolean isDue = isIdle || System.nanoTime() - writtenAt >= WRITE_EVERY.toNanos();
            if (!isWritten() && isDue && tools.progress().keep(lease, Place.ofStream(stored))) {
                written = stored;
                writtenAt = System.nanoTime();
            }
        }
    }
}
