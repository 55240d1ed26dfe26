package dev.eventbus.gateway.channels.signature;

/**
 * Slack's v0: {@code X-Slack-Signature: v0=hex} over {@code v0:timestamp:body}. Slack signs each attempt anew, so a
 * delivery is known by its {@code event_id}; a slash command, which has none, by its bytes.
 */
final class SlackScheme implements Scheme {
    private static final String VERSION = "v0";

    private final Hmac hmac;

    SlackScheme(String secret) {
        hmac = Hmac.ofText(secret);
    }

    @Override
    public Verdict verify(SignedRequest request) {
        String time = request.header("X-Slack-Request-Timestamp");
        String signature = request.header("X-Slack-Signature");
        if (signature == null || !signature.startsWith(VERSION + "=")) {
            return new Verdict.Forged("X-Slack-Signature is missing, given twice or not v0=…");
        }
        if (!TimeWindow.holds(time, request.at())) {
            return new Verdict.Forged("X-Slack-Request-Timestamp is missing or not of the last five minutes");
        }
        byte[] expected = hmac.sign(VERSION + ":" + time + ":", request.body());
        return Hmac.isHex(expected, signature.substring(VERSION.length() + 1))
                ? new Verdict.Authentic(SignedBody.member(request.body(), "event_id"))
                : new Verdict.Forged("X-Slack-Signature does not fit the body");
    }
}
