package dev.eventbus.bench.gateway;

import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * One request that is sent again and again.
 *
 * @param bytes as they go over the wire, headers and all
 * @param events how many events it publishes
 */
record Call(String host, int port, byte[] bytes, int events) {
    private static final int PAYLOAD = 256;

    /** One event. */
    static Call single(URI url, String authorization) {
        return of(url, authorization, event(), 1);
    }

    /** A list of events. */
    static Call batch(URI url, String authorization, int events) {
        return of(url, authorization, "[" + (event() + ",").repeat(events - 1) + event() + "]", events);
    }

    private static Call of(URI url, String authorization, String body, int events) {
        String request = "POST " + url.getPath() + " HTTP/1.1\r\n"
                + "Host: " + url.getAuthority() + "\r\n"
                + "Content-Type: application/json\r\n"
                + (authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n")
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        return new Call(url.getHost(), url.getPort(), request.getBytes(StandardCharsets.US_ASCII), events);
    }

    /** A deal with a payload of {@value #PAYLOAD} bytes. */
    static String event() {
        String start = "{\"dealId\":\"deal_1\",\"amount\":12000,\"note\":\"";
        String payload = start + "x".repeat(PAYLOAD - start.length() - 2) + "\"}";
        return "{\"eventKey\":\"crm.deal.closed\",\"payload\":" + payload + "}";
    }
}
