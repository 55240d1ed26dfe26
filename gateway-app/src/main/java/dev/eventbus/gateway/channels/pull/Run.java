package dev.eventbus.gateway.channels.pull;

import dev.eventbus.gateway.channels.Channel;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One channel that is run here, on a thread of its own. */
final class Run {
    private static final Logger LOG = Logger.getLogger(Run.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final Channel channel;
    private final Lease lease;
    private final Thread thread;

    private Run(Channel channel, Lease lease, Pull pull) {
        this.channel = channel;
        this.lease = lease;
        this.thread = Thread.ofVirtual().name("channel-" + channel.id()).unstarted(() -> goOn(pull));
    }

    static Run start(Channel channel, Lease lease, Pull pull) {
        Run run = new Run(channel, lease, pull);
        run.thread.start();
        return run;
    }

    Lease lease() {
        return lease;
    }

    /** Whether it runs the channel as that is now. */
    boolean isOf(@Nullable Channel now) {
        return now != null && now.updatedAt().equals(channel.updatedAt());
    }

    /** Ends soon, wherever it is; publishes nothing more that was not begun. */
    void stop() {
        lease.end();
        thread.interrupt();
    }

    private void goOn(Pull pull) {
        try {
            while (lease.isHeld()) {
                Thread.sleep(once(pull));
            }
        } catch (InterruptedException e) {
            LOG.debugf("Event channel stopped. channel=%s", channel.id());
        } finally {
            lease.end(); // after an Error, too: renewed without its thread it would keep everybody out
        }
    }

    private Duration once(Pull pull) throws InterruptedException {
        try {
            return pull.once(lease);
        } catch (RuntimeException e) { // the database away, most often
            LOG.warnf("Event channel failed and will be tried again. channel=%s reason=%s", channel.id(), e);
            return AFTER_FAILURE;
        }
    }
}
