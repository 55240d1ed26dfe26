package dev.eventbus.bench.match;

import java.util.function.Consumer;

/** Who matches. Public because JMH's generated code sets it. */
public enum Engine {
    EVENTBUS {
        @Override
        TopicMatcher matcher(Consumer<Integer> hits) {
            return new EventBusMatcher(hits);
        }
    },
    ARTEMIS {
        @Override
        TopicMatcher matcher(Consumer<Integer> hits) {
            return new ArtemisMatcher(hits);
        }
    },
    HIVEMQ {
        @Override
        TopicMatcher matcher(Consumer<Integer> hits) {
            return new HiveMqMatcher(hits);
        }
    },
    MOQUETTE {
        @Override
        TopicMatcher matcher(Consumer<Integer> hits) {
            return new MoquetteMatcher(hits);
        }
    },
    NAIVE {
        @Override
        TopicMatcher matcher(Consumer<Integer> hits) {
            return new NaiveMatcher(hits);
        }
    };

    abstract TopicMatcher matcher(Consumer<Integer> hits);

    /** An engine that has the workload's subscriptions and topics. */
    TopicMatcher loaded(Workload workload, Consumer<Integer> hits) {
        TopicMatcher matcher = matcher(hits);
        for (int i = 0; i < workload.patterns().size(); i++) {
            matcher.subscribe(workload.patterns().get(i), i);
        }
        matcher.prepare(workload.topics());
        return matcher;
    }
}
