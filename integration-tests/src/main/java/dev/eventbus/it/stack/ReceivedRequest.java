package dev.eventbus.it.stack;

import java.util.Map;

/** One request the demo receiver got, with what it answered. */
record ReceivedRequest(
        String receivedAt, String method, String path, Map<String, String> headers, String body, int status) {}
