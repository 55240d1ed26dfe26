package dev.eventbus.forwarder.config;

import dev.eventbus.forwarder.config.SubscriptionConfig.Pace;
import dev.eventbus.webhook.BreakerSettings;
import dev.eventbus.webhook.RateLimit;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the keys of a subscription that say how much is delivered at a time. */
final class PaceReader {
    /**
     * A hundred attempts in a minute, half of them failed: a few messages that nobody takes do not open it, a dead
     * endpoint does within seconds. Probes soon, so that what waits is not kept long once the endpoint is back.
     */
    static final BreakerSettings USUAL_BREAKER =
            new BreakerSettings(Duration.ofMinutes(1), 100, 0.5, Duration.ofSeconds(5), Duration.ofSeconds(30));

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration USUAL_ACK_WAIT = Duration.ofSeconds(120);
    private static final Duration ROOM = Duration.ofSeconds(10);

    /** Where a key stands: inside {@code webhook} or beside it. */
    private final Function<String, Section> sections;

    PaceReader(Function<String, Section> sections) {
        this.sections = sections;
    }

    Pace read(Duration timeout) {
        int concurrency = sections.apply("max_concurrency")
                .optional("max_concurrency", value -> value.wholeNumber(1, 1_000))
                .orElse(10);
        Duration forTimeout = timeout.plus(ROOM);
        Duration ackWait = sections.apply("ack_wait")
                .optional("ack_wait", value -> value.duration(SECOND, DAY))
                .orElse(USUAL_ACK_WAIT.compareTo(forTimeout) < 0 ? forTimeout : USUAL_ACK_WAIT);
        return new Pace(concurrency, ackWait, rateLimit(), breaker());
    }

    private @Nullable RateLimit rateLimit() {
        return sections.apply("rate_limit")
                .optional("rate_limit", PaceReader::rateLimit)
                .orElse(null);
    }

    private static RateLimit rateLimit(Value value) {
        try {
            return RateLimit.parse(value.text());
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage()).replaceFirst("^a rate limit ", "");
            throw new IllegalArgumentException(reason, e);
        }
    }

    private @Nullable BreakerSettings breaker() {
        Section section = sections.apply("breaker");
        if (!section.has("breaker")) {
            return USUAL_BREAKER;
        }
        return section.optional("breaker", PaceReader::breaker)
                .map(Choice::settings)
                .orElse(null);
    }

    private record Choice(@Nullable BreakerSettings settings) {}

    private static Choice breaker(Value value) {
        if (value.node() instanceof ScalarNode) {
            return new Choice(value.flag() ? USUAL_BREAKER : null);
        }
        Section section = Section.of(value);
        Duration window =
                section.optional("window", part -> part.duration(SECOND, HOUR)).orElse(USUAL_BREAKER.window());
        int calls = section.optional("minimum_calls", part -> part.wholeNumber(1, 100_000))
                .orElse(USUAL_BREAKER.minimumCalls());
        double share = section.optional("failure_share", Value::share).orElse(USUAL_BREAKER.failureShare());
        Duration open = section.optional("open", part -> part.duration(Duration.ofMillis(100), HOUR))
                .orElse(USUAL_BREAKER.firstOpen());
        Duration longest = section.optional("max_open", part -> part.duration(open, DAY))
                .orElse(open.compareTo(USUAL_BREAKER.longestOpen()) > 0 ? open : USUAL_BREAKER.longestOpen());
        section.finish();
        return new Choice(new BreakerSettings(window, calls, share, open, longest));
    }
}
