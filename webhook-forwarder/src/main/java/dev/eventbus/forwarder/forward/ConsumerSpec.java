package dev.eventbus.forwarder.forward;

import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.nats.PullSpec;
import java.util.List;

/** The durable consumer of a subscription as it should be, for whoever makes it and whoever only asks about it. */
public final class ConsumerSpec {
    /** Messages waiting for their next attempt that do not keep others from their first. */
    private static final int PARKING_ROOM = 1_000;

    private ConsumerSpec() {}

    public static PullSpec of(SubscriptionConfig config) {
        return new PullSpec(
                config.source().stream(),
                config.source().consumer(),
                config.name(),
                List.of(config.source().subject()),
                config.source().start(),
                config.pace().maxConcurrency(),
                config.pace().ackWait(),
                config.retry().policy().maxAttempts(),
                PARKING_ROOM);
    }
}
