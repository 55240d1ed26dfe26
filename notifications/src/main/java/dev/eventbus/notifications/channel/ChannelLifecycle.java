package dev.eventbus.notifications.channel;

import dev.eventbus.notifications.inbox.Housekeeping;
import dev.eventbus.notifications.inbox.Inbox;
import jakarta.inject.Singleton;

/** Starts and stops everything behind the stored notifications, in the right order. */
@Singleton
public final class ChannelLifecycle implements AutoCloseable {
    private final Outcomes outcomes;
    private final Deliveries deliveries;
    private final Sweeper sweeper;
    private final Rejoined rejoined;
    private final Housekeeping housekeeping;

    private final Inbox inbox;

    ChannelLifecycle(
            Outcomes outcomes,
            Deliveries deliveries,
            Sweeper sweeper,
            Rejoined rejoined,
            Housekeeping housekeeping,
            Inbox inbox) {
        this.outcomes = outcomes;
        this.deliveries = deliveries;
        this.sweeper = sweeper;
        this.rejoined = rejoined;
        this.housekeeping = housekeeping;
        this.inbox = inbox;
    }

    /** To be called once the database has its tables. */
    public void start() {
        outcomes.start(inbox::failUnreached, sweeper::nudge);
        deliveries.start();
        rejoined.start();
        sweeper.start();
        housekeeping.start();
    }

    /** Sources first, so that nothing is started that nobody will write down. */
    @Override
    public void close() {
        housekeeping.close();
        sweeper.close();
        rejoined.close();
        deliveries.close();
        outcomes.close();
    }
}
