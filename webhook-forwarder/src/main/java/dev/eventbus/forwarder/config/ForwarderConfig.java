package dev.eventbus.forwarder.config;

import dev.eventbus.nats.StreamSpec;
import java.util.List;

/**
 * Everything the files say, in their order.
 *
 * @param streams to be created or checked at start
 * @param subscriptions enabled or not
 */
public record ForwarderConfig(List<StreamSpec> streams, List<SubscriptionConfig> subscriptions) {
    public ForwarderConfig {
        streams = List.copyOf(streams);
        subscriptions = List.copyOf(subscriptions);
    }

    /** The subscriptions that are to be forwarded. */
    public List<SubscriptionConfig> enabled() {
        return subscriptions.stream().filter(SubscriptionConfig::enabled).toList();
    }
}
