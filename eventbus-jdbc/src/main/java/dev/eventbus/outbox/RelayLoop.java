package dev.eventbus.outbox;

import dev.eventbus.jdbc.Transaction;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes round and round through the keys, and rests where a round brought nothing. For one thread. */
final class RelayLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final int PURGED_PER_ROUND = 10_000;
    private static final String START = "";

    private final RelaySettings settings;
    private final RelayPage page;
    private final Signal signal;
    private String afterKey = START;
    private boolean publishedInRound;
    private int failures;

    RelayLoop(RelaySettings settings, Signal signal) {
        this.settings = settings;
        this.signal = signal;
        this.page = new RelayPage(settings, new PublishRows(settings, signal::isClosed));
    }

    @Override
    public void run() {
        try {
            while (!signal.isClosed()) {
                signal.await(step());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return how long to rest; not at all where there may be more to do */
    private Duration step() throws InterruptedException {
        try {
            Duration rest = rest(page.after(afterKey));
            if (failures > 0) {
                LOG.info("Outbox is being relayed again table={} failures={}", settings.table(), failures);
                failures = 0;
            }
            return rest;
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) { // an Error, too: without this thread nothing would be published any more
            return failed(e);
        }
    }

    private Duration rest(Page done) throws Exception {
        publishedInRound |= done.published();
        String lastKey = done.lastKey();
        if (lastKey != null) {
            afterKey = lastKey;
            return done.failedAltogether() ? settings.pollInterval() : Duration.ZERO;
        }
        afterKey = START;
        purge();
        Duration rest = publishedInRound ? Duration.ZERO : settings.pollInterval();
        publishedInRound = false;
        return rest;
    }

    private void purge() throws Exception {
        Duration kept = settings.keepPublished();
        if (kept != null) {
            Instant before = settings.clock().instant().minus(kept);
            Transaction.run(
                    settings.source(),
                    connection -> settings.table().purge(connection, before, PURGED_PER_ROUND),
                    purged -> true);
        }
    }

    private Duration failed(Throwable e) {
        Duration rest = settings.backoff().after(++failures);
        if (failures == 1) {
            LOG.warn("Outbox could not be relayed and will be tried again table={}", settings.table(), e);
        } else {
            LOG.debug("Outbox could not be relayed again table={} failures={}", settings.table(), failures, e);
        }
        return rest;
    }
}
