package dev.eventbus.gateway.channels.pull;

import dev.eventbus.gateway.channels.Channel;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** The channels this replica runs, one thread each, for as long as it has their leases. */
final class Runs {
    private static final Logger LOG = Logger.getLogger(Runs.class);

    /** So many at a time, so that a replica that starts first does not take all. */
    private static final int MOST_CLAIMED = 20;

    /** Each may hold a mebibyte at a time; what is beyond is left to other replicas. */
    private static final int MOST_RUN = 1_000;

    private final Leases leases;
    private final Function<Channel, Pull> pulls;

    /** Held while looking around, so that a stop waits for it and nothing is begun behind its back. */
    private final ReentrantLock looking = new ReentrantLock();

    /** Guarded by the lock, as the flag below. */
    private final Map<String, Run> running = new HashMap<>();

    private boolean stopped;

    Runs(Leases leases, Function<Channel, Pull> pulls) {
        this.leases = leases;
        this.pulls = pulls;
    }

    /** One look around: what is no longer wanted or no longer ours ends, what is nobody's begins. Never throws. */
    void look(Collection<Channel> wanted) {
        looking.lock();
        try {
            if (!stopped) {
                lookAround(wanted);
            }
        } finally {
            looking.unlock();
        }
    }

    private void lookAround(Collection<Channel> wanted) {
        Map<String, Channel> byId = wanted.stream().collect(Collectors.toMap(Channel::id, channel -> channel));
        try {
            endUnwanted(byId);
            if (!running.isEmpty()) {
                leases.renew(running.values().stream().map(Run::lease).toList());
            }
            endLost();
            begin(byId);
        } catch (RuntimeException e) { // each time while the database is away; leases end by themselves
            LOG.debugf("Channel leases could not be renewed. reason=%s", e.getMessage());
            endLost();
        }
    }

    private void endUnwanted(Map<String, Channel> wanted) {
        List<Run> unwanted = running.values().stream()
                .filter(run -> !run.isOf(wanted.get(run.lease().channelId())))
                .toList();
        for (Run run : unwanted) {
            end(run, "changed or no longer wanted");
            leases.release(run.lease());
        }
    }

    private void endLost() {
        running.values().stream().filter(run -> !run.lease().isHeld()).toList().forEach(run -> end(run, "lease lost"));
    }

    private void end(Run run, String reason) {
        running.remove(run.lease().channelId());
        run.stop();
        LOG.infof(
                "Event channel stopped on this replica. channel=%s reason=%s",
                run.lease().channelId(), reason);
    }

    private void begin(Map<String, Channel> wanted) {
        List<String> free =
                wanted.keySet().stream().filter(id -> !running.containsKey(id)).toList();
        int most = Math.min(MOST_CLAIMED, MOST_RUN - running.size());
        if (free.isEmpty() || most <= 0) {
            return;
        }
        for (Lease lease : leases.claim(free, most)) {
            Channel channel = wanted.get(lease.channelId());
            if (channel != null) {
                running.put(channel.id(), Run.start(channel, lease, pulls.apply(channel)));
                LOG.infof("Event channel started on this replica. channel=%s epoch=%d", channel.id(), lease.epoch());
            }
        }
    }

    /** Ends all and leaves them to others. */
    void stop() {
        looking.lock();
        try {
            stopped = true;
            List.copyOf(running.values()).forEach(this::leave);
        } finally {
            looking.unlock();
        }
    }

    private void leave(Run run) {
        end(run, "stopping");
        try {
            leases.release(run.lease());
        } catch (RuntimeException e) { // it ends by itself
            LOG.debugf("A channel lease could not be released. reason=%s", e.getMessage());
        }
    }
}
