package dev.eventbus.forwarder.config;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong while reading goes on, so that the operator sees all of it. */
final class Problems {
    private static final int MOST = 200;
    private final List<String> lines = new ArrayList<>();

    void add(Place place, String message) {
        if (lines.size() < MOST) {
            lines.add(place + ": " + message);
        }
    }

    int count() {
        return lines.size();
    }

    void throwIfAny() {
        if (!lines.isEmpty()) {
            throw new BrokenConfigException(lines);
        }
    }
}
