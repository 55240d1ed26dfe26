package dev.eventbus.bench.match;

/** Patterns and topics as MQTT writes them. Its {@code #} stands for any number of levels, ours for at least one. */
final class Mqtt {
    private Mqtt() {}

    static String filter(String pattern) {
        return topic(pattern).replace('*', '+').replace('>', '#');
    }

    static String topic(String topic) {
        return topic.replace('.', '/');
    }
}
