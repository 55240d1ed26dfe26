package dev.eventbus.gateway.channels;

import dev.eventbus.gateway.database.DatabaseException;
import dev.eventbus.gateway.database.Jdbc;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Counts what channels do and writes it once a second: a burst of deliveries must not become a burst of updates. What was
 * not written yet is lost if the gateway is killed, and waits while PostgreSQL is away.
 */
@ApplicationScoped
public class StatusLog {
    private static final Logger LOG = Logger.getLogger(StatusLog.class);
    private static final long WRITE_SECONDS = 1;
    private static final int MAX_ERROR = 500;

    /** As many channels as may wait to be written; of others nothing is counted until then. */
    private static final int MOST = 10_000;

    private static final String ADD = """
            insert into gateway.event_channel_status as s
                (channel_id, published, duplicates, refused, failed, last_event_at, last_error_at, last_error)
            select id, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz, ?::text from gateway.event_channel where id = ?
            on conflict (channel_id) do update set
                published = s.published + excluded.published, duplicates = s.duplicates + excluded.duplicates,
                refused = s.refused + excluded.refused, failed = s.failed + excluded.failed,
                last_event_at = greatest(s.last_event_at, excluded.last_event_at),
                last_error_at = greatest(s.last_error_at, excluded.last_error_at),
                last_error = case when s.last_error_at is null or excluded.last_error_at >= s.last_error_at
                    then excluded.last_error else s.last_error end""";

    private final Jdbc jdbc;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final Map<String, Counts> waiting = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("channel-status").factory());

    StatusLog(Jdbc jdbc, InstantSource clock, MeterRegistry registry) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.registry = registry;
    }

    void start(@Observes StartupEvent started) {
        var unused = timer.scheduleWithFixedDelay(this::write, WRITE_SECONDS, WRITE_SECONDS, TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent stopping) {
        timer.shutdownNow();
        write();
    }

    /** @param isNew whether the delivery had not come before */
    public void taken(String channelId, boolean isNew) {
        count(isNew ? "published" : "duplicate");
        add(channelId, isNew ? Counts.published(clock.instant()) : Counts.DUPLICATE);
    }

    /** A request's signature was wrong. */
    public void refused(String channelId, String reason) {
        count("refused");
        add(channelId, Counts.error(true, clock.instant(), cut(reason)));
    }

    /** @param reason in a sentence, fit for the channel's owner */
    public void failed(String channelId, String reason) {
        count("failed");
        add(channelId, Counts.error(false, clock.instant(), cut(reason)));
    }

    /** Over all channels: their number has no bound that a metric could bear. */
    private void count(String outcome) {
        registry.counter("gateway_channel_deliveries", "outcome", outcome).increment();
    }

    private void add(String channelId, Counts more) {
        if (waiting.size() < MOST || waiting.containsKey(channelId)) {
            waiting.merge(channelId, more, Counts::and);
        }
    }

    /** Writes what waits; what cannot be written goes on waiting. Never throws. Blocks. */
    void write() {
        for (String channelId : waiting.keySet()) {
            Counts counts = waiting.remove(channelId);
            if (counts != null && !isWritten(channelId, counts)) {
                waiting.merge(channelId, counts, Counts::and);
                return;
            }
        }
    }

    private boolean isWritten(String channelId, Counts counts) {
        try {
            jdbc.update(
                    ADD,
                    counts.published,
                    counts.duplicates,
                    counts.refused,
                    counts.failed,
                    timestamp(counts.eventAt),
                    timestamp(counts.errorAt),
                    counts.error,
                    channelId);
            return true;
        } catch (DatabaseException e) {
            LOG.debugf("Status of channels could not be written; it waits. reason=%s", e.getMessage());
            return e.isRefusal();
        }
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant time) {
        return time == null ? null : Timestamp.from(time);
    }

    /** PostgreSQL stores no NUL; a reason may hold what a foreign server said. */
    private static String cut(String reason) {
        String clean = reason.replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= MAX_ERROR ? clean : clean.substring(0, MAX_ERROR) + "…";
    }

    /** What happened since it was written last. */
    private record Counts(
            long published,
            long duplicates,
            long refused,
            long failed,
            @Nullable Instant eventAt,
            @Nullable Instant errorAt,
            @Nullable String error) {
        static final Counts DUPLICATE = new Counts(0, 1, 0, 0, null, null, null);

        static Counts published(Instant now) {
            return new Counts(1, 0, 0, 0, now, null, null);
        }

        static Counts error(boolean refused, Instant now, String error) {
            return new Counts(0, 0, refused ? 1 : 0, refused ? 0 : 1, null, now, error);
        }

        Counts and(Counts later) {
            boolean hasError = later.errorAt != null;
            return new Counts(
                    published + later.published,
                    duplicates + later.duplicates,
                    refused + later.refused,
                    failed + later.failed,
                    later.eventAt == null ? eventAt : later.eventAt,
                    hasError ? later.errorAt : errorAt,
                    hasError ? later.error : error);
        }
    }
}
