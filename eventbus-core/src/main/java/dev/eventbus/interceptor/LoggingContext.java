package dev.eventbus.interceptor;

import dev.eventbus.Attempt;
import dev.eventbus.Event;
import dev.eventbus.Interceptor;
import dev.eventbus.Verdict;
import dev.eventbus.VerdictHandler;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Puts what is being handled into the logging context (MDC) while a handler runs: {@value #EVENT_ID},
 * {@value #EVENT_KEY}, {@value #TOPIC} (its six positions), {@value #ORGANIZATION}, {@value #SUBSCRIPTION},
 * {@value #ATTEMPT} and, where there is one, {@value #TRACE_ID}. Values are one line of at most {@value #MOST}
 * characters. Afterwards the context is as it was before, whatever the handler put into it.
 */
public final class LoggingContext implements Interceptor {
    public static final String EVENT_ID = "eventId";
    public static final String EVENT_KEY = "eventKey";
    public static final String TOPIC = "topic";
    public static final String ORGANIZATION = "organization";
    public static final String SUBSCRIPTION = "subscription";
    public static final String ATTEMPT = "attempt";
    public static final String TRACE_ID = "traceId";

    private static final int MOST = 256;

    @Override
    public Verdict handle(String subscription, Event event, Attempt attempt, VerdictHandler next) throws Exception {
        Map<String, String> before = MDC.getCopyOfContextMap();
        try {
            describe(event);
            put(SUBSCRIPTION, subscription);
            put(ATTEMPT, Integer.toString(attempt.number()));
            return next.handle(event, attempt);
        } finally {
            restore(before);
        }
    }

    private static void describe(Event event) {
        put(EVENT_ID, event.id());
        put(EVENT_KEY, Objects.requireNonNullElseGet(event.metadata().eventKey(), () -> key(event)));
        put(TOPIC, "events." + event.organizationId() + "." + key(event) + "." + event.resourceId());
        put(ORGANIZATION, event.organizationId());
        put(TRACE_ID, event.metadata().traceId());
    }

    private static String key(Event event) {
        return event.source() + "." + event.resource() + "." + event.eventName();
    }

    /** What an outer event left there must not be taken for this one's. */
    private static void put(String name, @Nullable String value) {
        if (value == null) {
            MDC.remove(name);
        } else {
            MDC.put(name, oneLine(value));
        }
    }

    /** An event key is the publisher's text: it must not break the line, nor fill it. */
    private static String oneLine(String value) {
        if (isOneShortLine(value)) {
            return value;
        }
        StringBuilder line = new StringBuilder(Math.min(value.length(), MOST));
        value.codePoints()
                .limit(MOST)
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? '?' : c)
                .forEach(line::appendCodePoint);
        return line.toString();
    }

    /** Nearly every value is, and this runs for each event. */
    private static boolean isOneShortLine(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return value.length() <= MOST;
    }

    private static void restore(@Nullable Map<String, String> before) {
        if (before == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(before);
        }
    }
}
