package dev.eventbus.bench.forwarder;

import java.util.List;

/**
 * What an engine is to do: POST the messages of a stream to one URL.
 *
 * @param nats where the server is
 * @param stream whose messages, from the first on; its only subject is {@link #subject}
 * @param durable the consumer, one that does not exist yet
 * @param url where to
 * @param concurrency how many requests at a time
 */
record Job(String nats, String stream, String durable, String url, int concurrency) {
    static Job of(String... words) {
        return new Job(words[0], words[1], words[2], words[3], Integer.parseInt(words[4]));
    }

    static String subjectOf(String stream) {
        return "bench." + stream;
    }

    String subject() {
        return subjectOf(stream);
    }

    Job to(String url) {
        return new Job(nats, stream, durable, url, concurrency);
    }

    /** For the command line of a process that calls {@link #of}. */
    List<String> words() {
        return List.of(nats, stream, durable, url, Integer.toString(concurrency));
    }
}
