package dev.eventbus.bench.match;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.impl.AddressMap;
import org.apache.activemq.artemis.core.postoffice.impl.AddressMapVisitor;

/** The address tree of Apache Artemis. Its {@code #} stands for any number of words, ours {@code >} for at least one. */
final class ArtemisMatcher implements TopicMatcher {
    private final AddressMap<Integer> addresses = new AddressMap<>("#", "*", '.');
    private final List<SimpleString> patterns = new ArrayList<>();
    private final List<Integer> values = new ArrayList<>();
    private final List<SimpleString> topics = new ArrayList<>();
    private final AddressMapVisitor<Integer> hits;

    ArtemisMatcher(Consumer<Integer> hits) {
        this.hits = hits::accept;
    }

    @Override
    public void subscribe(String pattern, Integer subscription) {
        SimpleString read = SimpleString.of(pattern.replace(">", "#"));
        patterns.add(read);
        values.add(subscription);
        addresses.put(read, subscription);
    }

    @Override
    public void renew(int subscription) {
        addresses.remove(patterns.get(subscription), values.get(subscription));
        addresses.put(patterns.get(subscription), values.get(subscription));
    }

    @Override
    public void prepare(Iterable<String> names) {
        names.forEach(name -> topics.add(SimpleString.of(name)));
    }

    @Override
    public void match(int topic) {
        try {
            addresses.visitMatchingWildcards(topics.get(topic), hits);
        } catch (Exception e) {
            throw new IllegalStateException("Artemis could not match " + topics.get(topic), e);
        }
    }
}
