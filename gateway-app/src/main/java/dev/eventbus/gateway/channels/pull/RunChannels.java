package dev.eventbus.gateway.channels.pull;

import dev.eventbus.gateway.channels.Channel;
import dev.eventbus.gateway.channels.ChannelType;
import dev.eventbus.gateway.channels.KnownChannels;
import dev.eventbus.gateway.database.Jdbc;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Has this replica run its share of the channels that fetch their events, from start to stop. */
@ApplicationScoped
class RunChannels {
    /** With the look-out below, a killed replica's channels are somebody else's after 12 seconds at most. */
    private static final Duration LEASE = Duration.ofSeconds(10);

    private static final long LOOK_SECONDS = 2;

    private final KnownChannels known;
    private final Runs runs;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("channel-runs").factory());

    RunChannels(KnownChannels known, Jdbc jdbc, Tools tools) {
        this.known = known;
        Leases leases = new Leases(jdbc, "gateway-" + UUID.randomUUID(), LEASE, System::nanoTime);
        this.runs = new Runs(leases, channel -> pull(channel, tools));
    }

    void start(@Observes StartupEvent started) {
        var unused = timer.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** What runs is ended before anything it uses is, and others need not wait for the leases to end. */
    void stop(@Observes @jakarta.annotation.Priority(1) ShutdownEvent stopping) {
        timer.shutdownNow();
        runs.stop();
    }

    private void look() {
        runs.look(known.all().stream().filter(channel -> !channel.isWebhook()).toList());
    }

    private static Pull pull(Channel channel, Tools tools) {
        return channel.settings().type() == ChannelType.SSE
                ? new ReadStream(channel, tools)
                : new PollList(channel, tools);
    }
}
