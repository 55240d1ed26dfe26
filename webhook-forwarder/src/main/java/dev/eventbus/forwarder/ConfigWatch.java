package dev.eventbus.forwarder;

import dev.eventbus.forwarder.config.BrokenConfigException;
import dev.eventbus.forwarder.config.ConfigFolder;
import dev.eventbus.forwarder.forward.Forwarder;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every two seconds whether the files changed, and has the forwarder go on with what they say then. A broken
 * configuration changes nothing but a metric and the log. It looks instead of being told, because a mounted
 * Kubernetes volume is changed by moving links about.
 */
final class ConfigWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Path folder;
    private final Forwarder forwarder;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("config-watch").unstarted(this::watch);
    private volatile boolean valid = true;

    // Touched by start(), then by the thread alone.
    private Map<String, String> seen;

    /** @param seen the folder's fingerprint from before what runs now was read */
    ConfigWatch(Path folder, Map<String, String> seen, Forwarder forwarder, MeterRegistry registry) {
        this.folder = folder;
        this.seen = seen;
        this.forwarder = forwarder;
        Gauge.builder("forwarder.config.valid", () -> valid ? 1 : 0)
                .description("1 if the files are what runs, 0 if they are broken and what ran before goes on")
                .register(registry);
    }

    void start() {
        thread.start();
    }

    private void watch() {
        try {
            while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                Map<String, String> now = ConfigFolder.fingerprint(folder);
                if (!now.equals(seen)) {
                    seen = now;
                    reload();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reload() {
        try {
            var config = ConfigFolder.load(folder, System.getenv());
            forwarder.apply(config);
            valid = true;
            LOG.info(
                    "Changed to the configuration as it is now subscriptions={} enabled={} streams={}",
                    config.subscriptions().size(),
                    config.enabled().size(),
                    config.streams().size());
        } catch (BrokenConfigException e) {
            valid = false;
            LOG.error("The changed configuration is broken; what ran before goes on problems={}", e.lines());
        } catch (RuntimeException e) { // the next change must still be seen
            LOG.error("The changed configuration could not be carried out", e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
