package dev.eventbus.gateway.dispatch;

import java.time.Duration;
import java.util.Optional;

/** What first attempts and retries share. */
record Engine(Subscribers subscribers, Lanes lanes, Deliver deliver, DeliveryWriter writer)
        implements ClaimPlan.Surroundings {
    @Override
    public Optional<Subscriber> active(Claims.Queue queue) {
        return subscribers.find(queue.subscriber(), queue.workspaceId()).filter(deliver::isPossibleHere);
    }

    @Override
    public int room(Subscriber subscriber) {
        return lanes.room(subscriber);
    }

    @Override
    public Duration lease(Subscriber subscriber) {
        return deliver.lease(subscriber);
    }
}
