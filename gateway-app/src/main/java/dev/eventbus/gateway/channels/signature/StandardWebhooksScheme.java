package dev.eventbus.gateway.channels.signature;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Standard Webhooks 1.0.0, symmetric: base64 of HMAC-SHA256 over {@code id.timestamp.body}, several {@code v1,…} in one
 * header while a secret is rotated.
 */
final class StandardWebhooksScheme implements Scheme {
    private static final String PREFIX = "whsec_";
    private static final int MAX_ID = 256;

    private final Hmac hmac;

    /** @param secret base64, with or without {@code whsec_} */
    StandardWebhooksScheme(String secret) {
        String text = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
        hmac = Hmac.of(Base64.getDecoder().decode(text));
    }

    @Override
    public Verdict verify(SignedRequest request) {
        String id = request.header("webhook-id");
        String time = request.header("webhook-timestamp");
        String signatures = request.header("webhook-signature");
        if (id == null || id.isEmpty() || id.length() > MAX_ID || signatures == null) {
            return new Verdict.Forged("webhook-id or webhook-signature is missing or given twice");
        }
        if (!TimeWindow.holds(time, request.at())) {
            return new Verdict.Forged("webhook-timestamp is missing or not of the last five minutes");
        }
        return isAnyOf(signatures, hmac.sign(id + "." + time + ".", request.body()))
                ? new Verdict.Authentic(id)
                : new Verdict.Forged("no v1 signature in webhook-signature fits the body");
    }

    private static boolean isAnyOf(@Nullable String signatures, byte[] expected) {
        boolean found = false;
        for (String signature : String.valueOf(signatures).split(" ")) {
            found |= signature.startsWith("v1,") && Hmac.isBase64(expected, signature.substring(3));
        }
        return found;
    }
}
