package dev.eventbus.gateway.channels.pull;

import java.time.Duration;

/** What is done again and again for a channel, as long as its lease is held. */
@FunctionalInterface
interface Pull {
    /** Does it once; returns how long to wait. Ends early when the lease does. Blocks. */
    Duration once(Lease lease) throws InterruptedException;
}
