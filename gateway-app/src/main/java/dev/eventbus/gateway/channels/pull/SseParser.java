package dev.eventbus.gateway.channels.pull;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event stream as the HTML standard says (9.2.6), but keeps no event above {@value #MAX_EVENT} bytes: of a larger
 * one only the id is told. For one connection; not for several threads.
 */
final class SseParser {
    static final int MAX_EVENT = 900_000;

    private static final Duration LEAST_RETRY = Duration.ofMillis(500);
    private static final Duration MOST_RETRY = Duration.ofMinutes(5);

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean lineIsTooLong;
    private boolean endedWithReturn;
    private boolean isFirstLine = true;
    private boolean hasData;
    private boolean isTooLarge;
    private @Nullable String ownId;
    private String type = "";
    private @Nullable Duration retry;

    /** The events that this part of the stream completes. */
    List<SseEvent> feed(byte[] part) {
        List<SseEvent> events = new ArrayList<>();
        for (byte b : part) {
            if (b == '\n' && endedWithReturn) {
                endedWithReturn = false;
            } else if (b == '\n' || b == '\r') {
                endedWithReturn = b == '\r';
                endLine(events);
            } else {
                endedWithReturn = false;
                keep(b);
            }
        }
        return events;
    }

    /** How long the server wants its clients to wait before they connect again, within bounds; null if it said nothing. */
    @Nullable
    Duration retry() {
        return retry;
    }

    private void keep(byte b) {
        if (line.size() < MAX_EVENT + 16) {
            line.write(b);
        } else {
            lineIsTooLong = true;
        }
    }

    private void endLine(List<SseEvent> events) {
        String text = line.toString(StandardCharsets.UTF_8);
        if (isFirstLine && text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        isFirstLine = false;
        if (lineIsTooLong) {
            hasData = true;
            isTooLarge = true;
        } else if (text.isEmpty()) {
            dispatch(events);
        } else if (!text.startsWith(":")) {
            field(text);
        }
        line.reset();
        lineIsTooLong = false;
    }

    private void field(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        if (value.startsWith(" ")) {
            value = value.substring(1);
        }
        switch (name) {
            case "data" -> addData(value);
            case "event" -> type = value;
            case "id" -> ownId = value.indexOf('\0') < 0 ? value : ownId;
            case "retry" -> retry = value.matches("[0-9]{1,9}") ? bounded(Long.parseLong(value)) : retry;
            default -> {} // to be passed over, says the standard
        }
    }

    private void addData(String value) {
        if (data.length() + value.length() > MAX_EVENT) {
            isTooLarge = true;
            data.setLength(0);
        } else if (!isTooLarge) {
            data.append(hasData ? "\n" : "").append(value);
        }
        hasData = true;
    }

    private void dispatch(List<SseEvent> events) {
        if (hasData) {
            events.add(new SseEvent(
                    ownId, type.isEmpty() ? "message" : type, isTooLarge ? "" : data.toString(), isTooLarge));
        }
        data.setLength(0);
        hasData = false;
        isTooLarge = false;
        ownId = null;
        type = "";
    }

    private static Duration bounded(long millis) {
        Duration wanted = Duration.ofMillis(millis);
        if (wanted.compareTo(LEAST_RETRY) < 0) {
            return LEAST_RETRY;
        }
        return wanted.compareTo(MOST_RETRY) > 0 ? MOST_RETRY : wanted;
    }
}
