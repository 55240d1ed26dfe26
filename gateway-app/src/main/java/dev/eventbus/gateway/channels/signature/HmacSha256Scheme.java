package dev.eventbus.gateway.channels.signature;

/**
 * Plain HMAC-SHA256 for senders of one's own: {@code X-Signature: sha256=hex} (or the digits alone) over the body. With
 * {@code X-Timestamp} the time is signed, too, as {@code timestamp.body}: then equal bodies at different times are
 * different deliveries, and an old one is refused.
 */
final class HmacSha256Scheme implements Scheme {
    private static final String PREFIX = "sha256=";

    private final Hmac hmac;

    HmacSha256Scheme(String secret) {
        hmac = Hmac.ofText(secret);
    }

    @Override
    public Verdict verify(SignedRequest request) {
        String signature = request.header("X-Signature");
        if (signature == null) {
            return new Verdict.Forged("X-Signature is missing or given twice");
        }
        boolean isTimed = !request.headers().apply("X-Timestamp").isEmpty();
        String time = request.header("X-Timestamp");
        if (isTimed && !TimeWindow.holds(time, request.at())) {
            return new Verdict.Forged("X-Timestamp is not of the last five minutes");
        }
        String before = isTimed ? time + "." : "";
        String hex = signature.startsWith(PREFIX) ? signature.substring(PREFIX.length()) : signature;
        return Hmac.isHex(hmac.sign(before, request.body()), hex)
                ? new Verdict.Authentic(before + Hmac.nameOf(request.body()))
                : new Verdict.Forged("X-Signature does not fit the body");
    }
}
