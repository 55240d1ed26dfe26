package dev.eventbus.notifications.channel;

import jakarta.inject.Singleton;

/** Starts and stops everything behind the stored notifications, in the right order. */
@Singleton
public final class ChannelLifecycle implements AutoCloseable {
    private final Outcomes outcomes;
    private final Deliveries deliveries;
    private final Sweeper sweeper;

    ChannelLifecycle(Outcomes outcomes, Deliveries deliveries, Sweeper sweeper) {
        this.outcomes = outcomes;
        this.deliveries = deliveries;
        this.sweeper = sweeper;
    }

    /** To be called once the database has its tables. */
    public void start() {
        outcomes.start();
        deliveries.start();
        sweeper.start();
    }

    /** Sources first, so that nothing is started that nobody will write down. */
    @Override
    public void close() {
        sweeper.close();
        deliveries.close();
        outcomes.close();
    }
}
