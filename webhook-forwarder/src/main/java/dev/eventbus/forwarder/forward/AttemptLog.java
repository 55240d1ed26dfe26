package dev.eventbus.forwarder.forward;

import dev.eventbus.Verdict;
import dev.eventbus.nats.PulledMessage;
import dev.eventbus.webhook.Attempt;
import dev.eventbus.webhook.Outcome.Rejected;
import dev.eventbus.webhook.Timings;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line per attempt of one subscription: a failure is a warning, a success a matter for debugging. The fields stand
 * in the same order on every line; a phase that did not happen is {@code -}. At debug level a refusal shows what the
 * endpoint answered. What was sent is never shown.
 */
final class AttemptLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.eventbus.forwarder.attempts");
    private static final int MAX_ID = 80;
    private static final int MAX_BODY = 1_024;
    private static final double NANOS_PER_MILLI = 1e6;

    private final String subscription;

    AttemptLog(String subscription) {
        this.subscription = subscription;
    }

    void write(PulledMessage message, String messageId, Attempt attempt, Verdict verdict) {
        boolean failed = !(verdict instanceof Verdict.Ack);
        if (failed ? !LOG.isWarnEnabled() : !LOG.isDebugEnabled()) {
            return;
        }
        StringBuilder line = new StringBuilder(320).append(sentence(verdict));
        line.append(" subscription=").append(subscription);
        line.append(" sequence=").append(message.sequence());
        line.append(" messageId=").append(quoted(messageId, MAX_ID));
        line.append(" attempt=").append(message.deliveries());
        line.append(" outcome=").append(quoted(attempt.outcome().describe(), 2 * MAX_ID));
        line.append(" status=")
                .append(attempt.outcome().lastStatus().map(String::valueOf).orElse("-"));
        if (verdict instanceof Verdict.Retry retry) {
            line.append(" retryIn=").append(retry.delay());
        }
        append(line, attempt.timings());
        if (failed && LOG.isDebugEnabled() && attempt.outcome() instanceof Rejected rejected) {
            int length = Math.min(rejected.body().length, MAX_BODY);
            line.append(" answer=")
                    .append(quoted(new String(rejected.body(), 0, length, StandardCharsets.UTF_8), MAX_BODY));
        }
        if (failed) {
            LOG.warn(line.toString());
        } else {
            LOG.debug(line.toString());
        }
    }

    private static String sentence(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Ack ack -> "Delivered a message";
            case Verdict.Retry retry -> "Delivery failed and will be tried again";
            case Verdict.DeadLetter dead -> "Delivery failed for the last time; a dead letter follows";
        };
    }

    private static void append(StringBuilder line, Timings timings) {
        millis(line, " totalMs=", timings.total());
        millis(line, " dnsMs=", timings.dns());
        millis(line, " queuedMs=", timings.queued());
        millis(line, " connectMs=", timings.connect());
        millis(line, " tlsMs=", timings.tls());
        millis(line, " firstByteMs=", timings.firstByte());
    }

    private static void millis(StringBuilder line, String field, long nanos) {
        line.append(field);
        if (nanos == Timings.ABSENT) {
            line.append('-');
        } else {
            line.append(String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_MILLI));
        }
    }

    /** Text of unknown origin on one line: control characters, quotes and backslashes escaped, cut at a length. */
    private static String quoted(String text, int limit) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().limit(limit).forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
