package dev.eventbus.forwarder.forward;

import dev.eventbus.forwarder.config.BrokenConfigException;
import dev.eventbus.forwarder.config.ConfigSource;
import dev.eventbus.forwarder.config.ForwarderConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the forwarder go on with what the files say now. A broken configuration changes nothing but a metric and the
 * log. Safe for use by many threads.
 */
public final class Reload {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private final ConfigSource source;
    private final Forwarder forwarder;

    /** Held while files are read and carried out: of two that read, the later one has to be carried out later. */
    private final ReentrantLock reloading = new ReentrantLock();

    private volatile boolean valid = true;

    /** @param source has read what runs now */
    public Reload(ConfigSource source, Forwarder forwarder, MeterRegistry registry) {
        this.source = source;
        this.forwarder = forwarder;
        Gauge.builder("forwarder.config.valid", () -> valid ? 1 : 0)
                .description("1 if the files are what runs, 0 if they are broken and what ran before goes on")
                .register(registry);
    }

    /**
     * Blocks until what the files say is carried out; what has not changed is left alone.
     *
     * @throws BrokenConfigException naming every problem found; what ran before goes on then
     */
    public ForwarderConfig now() {
        reloading.lock();
        try {
            ForwarderConfig config = source.load();
            requireAny(config);
            forwarder.apply(config);
            valid = true;
            LOG.info(
                    "Changed to the configuration as it is now subscriptions={} enabled={} streams={}",
                    config.subscriptions().size(),
                    config.enabled().size(),
                    config.streams().size());
            return config;
        } catch (BrokenConfigException e) {
            valid = false;
            LOG.error("The changed configuration is broken; what ran before goes on problems={}", e.lines());
            throw e;
        } finally {
            reloading.unlock();
        }
    }

    /** A folder that was emptied, or a volume that went away, is not meant to stop everything. */
    private void requireAny(ForwarderConfig config) {
        if (config.subscriptions().isEmpty() && !forwarder.status().isEmpty()) {
            throw BrokenConfigException.ofEnvironment(
                    "FORWARDER_CONFIG_DIR",
                    new IllegalArgumentException("the files hold no subscription any more; to stop all of them,"
                            + " say enabled: false or stop the process"));
        }
    }

    /** As {@link #now} if anything has changed since the files were read last; what is broken has been logged. */
    public void ifChanged() {
        reloading.lock();
        try {
            if (source.hasChanged()) {
                now();
            }
        } catch (BrokenConfigException e) {
            LOG.debug("The next change of the files is waited for");
        } finally {
            reloading.unlock();
        }
    }
}
