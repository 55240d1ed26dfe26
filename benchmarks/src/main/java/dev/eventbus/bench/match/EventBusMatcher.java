package dev.eventbus.bench.match;

import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicIndex;
import dev.eventbus.topic.TopicPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Ours. */
final class EventBusMatcher implements TopicMatcher {
    private final TopicIndex<Integer> index = new TopicIndex<>();
    private final List<TopicPattern> patterns = new ArrayList<>();
    private final List<Integer> values = new ArrayList<>();
    private final List<Topic> topics = new ArrayList<>();
    private final Consumer<Integer> hits;

    EventBusMatcher(Consumer<Integer> hits) {
        this.hits = hits;
    }

    @Override
    public void subscribe(String pattern, Integer subscription) {
        TopicPattern read = TopicPattern.parse(pattern);
        patterns.add(read);
        values.add(subscription);
        index.add(read, subscription);
    }

    @Override
    public void renew(int subscription) {
        index.remove(patterns.get(subscription), values.get(subscription));
        index.add(patterns.get(subscription), values.get(subscription));
    }

    @Override
    public void prepare(Iterable<String> names) {
        names.forEach(name -> topics.add(Topic.parse(name)));
    }

    @Override
    public void match(int topic) {
        index.match(topics.get(topic), hits);
    }
}
