package dev.eventbus.bench.match;

import com.codahale.metrics.MetricRegistry;
import com.hivemq.metrics.MetricsHolder;
import com.hivemq.mqtt.message.QoS;
import com.hivemq.mqtt.message.subscribe.Topic;
import com.hivemq.mqtt.topic.SubscriberWithIdentifiers;
import com.hivemq.mqtt.topic.tree.LocalTopicTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The topic tree of HiveMQ CE. Every subscription is a client of its own, or the tree would merge them. */
final class HiveMqMatcher implements TopicMatcher {
    private static final byte NO_FLAGS = 0;

    private final LocalTopicTree tree = new LocalTopicTree(new MetricsHolder(new MetricRegistry()));
    private final Map<String, Integer> subscriptions = new HashMap<>();
    private final List<String> topics = new ArrayList<>();
    private final Consumer<Integer> hits;

    HiveMqMatcher(Consumer<Integer> hits) {
        this.hits = hits;
    }

    @Override
    public void subscribe(String pattern, Integer subscription) {
        String client = subscription.toString();
        subscriptions.put(client, subscription);
        tree.addTopic(client, new Topic(Mqtt.filter(pattern), QoS.AT_MOST_ONCE), NO_FLAGS, null);
    }

    @Override
    public void prepare(Iterable<String> names) {
        names.forEach(name -> topics.add(Mqtt.topic(name)));
    }

    @Override
    public void match(int topic) {
        for (SubscriberWithIdentifiers client :
                tree.findTopicSubscribers(topics.get(topic)).getSubscribers()) {
            hits.accept(subscriptions.get(client.getSubscriber()));
        }
    }
}
