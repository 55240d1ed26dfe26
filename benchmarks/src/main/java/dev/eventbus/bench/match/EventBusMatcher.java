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
    private final List<Topic> topics = new ArrayList<>();
    private final Consumer<Integer> hits;

    EventBusMatcher(Consumer<Integer> hits) {
        this.hits = hits;
    }

    @Override
    public void subscribe(String pattern, Integer subscription) {
        index.add(TopicPattern.parse(pattern), subscription);
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
