package dev.eventbus.bench.match;

/** One engine under comparison; tells the consumer it was made with which subscriptions a topic reaches. */
interface TopicMatcher {
    void subscribe(String pattern, Integer subscription);

    /** Brings topics into the engine's own form beforehand; {@link #match} takes their index. */
    void prepare(Iterable<String> topics);

    void match(int topic);

    /** Takes a subscription back and makes it again. */
    default void renew(int subscription) {
        throw new UnsupportedOperationException(getClass().getSimpleName() + " is not compared in this");
    }
}
