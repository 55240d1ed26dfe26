package dev.eventbus.gateway.dispatch;

import java.util.List;

/** Some of the subscribers, as stored; every bean of this type is asked. */
public interface SubscriberSource {
    /** Those that may have events now: installed, enabled, not paused. Blocks. */
    List<Subscriber> load();

    /**
     * Has a subscriber paused because its endpoint is gone or failed for too long; ignored for one that is not of this
     * source. Stores the reason; whoever calls this has the subscribers loaded again. Blocks.
     */
    default void pause(SubscriberId id, String reason) {}
}
