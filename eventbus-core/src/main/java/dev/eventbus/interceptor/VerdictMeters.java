package dev.eventbus.interceptor;

import dev.eventbus.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What attempts ended in. */
final class VerdictMeters {
    /** Kinds are free text to a handler: what comes after so many different ones is counted together. */
    private static final int MOST_KINDS = 16;

    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final Counter retries;
    private final Map<String, Counter> deadLetters = new ConcurrentHashMap<>();

    VerdictMeters(MeterRegistry registry) {
        this.registry = registry;
        this.retries = Counter.builder("eventbus.retries")
                .description("Attempts that ended in another one")
                .register(registry);
        deadLetters(Verdict.DeadLetter.EXHAUSTED);
        deadLetters(Verdict.DeadLetter.PERMANENT);
        deadLetters(Verdict.DeadLetter.REJECTED);
    }

    void count(Verdict verdict) {
        switch (verdict) {
            case Verdict.Ack ack -> {}
            case Verdict.Retry retry -> retries.increment();
            case Verdict.DeadLetter dead -> deadLetters(dead.kind()).increment();
        }
    }

    private Counter deadLetters(String kind) {
        Counter known = deadLetters.get(kind);
        if (known != null) {
            return known;
        }
        synchronized (deadLetters) {
            String counted = deadLetters.size() < MOST_KINDS ? kind : OTHER;
            return deadLetters.computeIfAbsent(counted, this::register);
        }
    }

    private Counter register(String kind) {
        return Counter.builder("eventbus.dead.letters")
                .description("Events given up, by class of failure")
                .tag("class", kind)
                .register(registry);
    }
}
