package dev.eventbus.bench.match;

import io.moquette.broker.ISubscriptionsRepository;
import io.moquette.broker.subscriptions.CTrieSubscriptionDirectory;
import io.moquette.broker.subscriptions.Subscription;
import io.moquette.broker.subscriptions.Topic;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The concurrent trie of Moquette. Every subscription is a client of its own. */
final class MoquetteMatcher implements TopicMatcher {
    private final CTrieSubscriptionDirectory directory = new CTrieSubscriptionDirectory();
    private final Map<String, Integer> subscriptions = new HashMap<>();
    private final List<Topic> topics = new ArrayList<>();
    private final Consumer<Integer> hits;

    MoquetteMatcher(Consumer<Integer> hits) {
        this.hits = hits;
        directory.init(new Nowhere());
    }

    @Override
    public void subscribe(String pattern, Integer subscription) {
        String client = subscription.toString();
        subscriptions.put(client, subscription);
        directory.add(new Subscription(client, Topic.asTopic(Mqtt.filter(pattern)), MqttQoS.AT_MOST_ONCE));
    }

    @Override
    public void prepare(Iterable<String> names) {
        names.forEach(name -> {
            Topic topic = Topic.asTopic(Mqtt.topic(name));
            topic.getTokens(); // split once, as for the others
            topics.add(topic);
        });
    }

    @Override
    public void match(int topic) {
        for (Subscription found : directory.matchWithoutQosSharpening(topics.get(topic))) {
            hits.accept(subscriptions.get(found.getClientId()));
        }
    }

    /** Stores nothing. */
    private static final class Nowhere implements ISubscriptionsRepository {
        @Override
        public Set<Subscription> listAllSubscriptions() {
            return Set.of();
        }

        @Override
        public void addNewSubscription(Subscription subscription) {}

        @Override
        public void removeSubscription(String topic, String client) {}
    }
}
