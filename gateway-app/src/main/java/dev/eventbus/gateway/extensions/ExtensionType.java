package dev.eventbus.gateway.extensions;

import dev.eventbus.topic.Segments;

/** How an extension is called. */
enum ExtensionType {
    EXTERNAL_SERVICE,
    IN_PROCESS;

    static ExtensionType parse(String text) {
        return switch (text) {
            case "EXTERNAL_SERVICE" -> EXTERNAL_SERVICE;
            case "IN_PROCESS" -> IN_PROCESS;
            default ->
                throw new IllegalArgumentException(
                        "type must be EXTERNAL_SERVICE or IN_PROCESS, was " + Segments.quoted(text));
        };
    }
}
