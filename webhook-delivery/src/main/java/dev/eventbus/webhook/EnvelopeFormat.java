package dev.eventbus.webhook;

/** How a message is wrapped into an HTTP request. */
public enum EnvelopeFormat {
    /** {@code {"subject","data","timestamp","message_id"}}. */
    STANDARD,
    /** CloudEvents 1.0, structured mode: all of it in one JSON object. */
    CLOUDEVENTS,
    /** CloudEvents 1.0, binary mode: attributes in {@code ce-} headers, the data as body. */
    CLOUDEVENTS_BINARY,
    /** The data as body, nothing around it. */
    RAW
}
