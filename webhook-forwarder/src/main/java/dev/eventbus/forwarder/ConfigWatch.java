package dev.eventbus.forwarder;

import dev.eventbus.forwarder.forward.Reload;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every two seconds whether the files changed. It looks instead of being told, because a mounted Kubernetes volume
 * is changed by moving links about.
 */
final class ConfigWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Reload reload;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("config-watch").unstarted(this::watch);

    private ConfigWatch(Reload reload) {
        this.reload = reload;
    }

    static ConfigWatch start(Reload reload) {
        ConfigWatch watch = new ConfigWatch(reload);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            reload.ifChanged();
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
