package dev.eventbus.gateway.channels.signature;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's: {@code Stripe-Signature: t=seconds,v1=hex[,v1=hex]}, HMAC-SHA256 over {@code t.body} with the endpoint's whole
 * secret as the key. Stripe signs each attempt anew, so a delivery is known by the event's own id.
 */
final class StripeScheme implements Scheme {
    private final Hmac hmac;

    StripeScheme(String secret) {
        hmac = Hmac.ofText(secret);
    }

    @Override
    public Verdict verify(SignedRequest request) {
        String header = request.header("Stripe-Signature");
        if (header == null) {
            return new Verdict.Forged("Stripe-Signature is missing or given twice");
        }
        String time = null;
        List<String> signatures = new ArrayList<>();
        for (String part : header.split(",")) {
            if (part.startsWith("t=") && time == null) {
                time = part.substring(2);
            } else if (part.startsWith("v1=")) {
                signatures.add(part.substring(3));
            }
        }
        return verify(request, time, signatures);
    }

    private Verdict verify(SignedRequest request, @Nullable String time, List<String> signatures) {
        if (!TimeWindow.holds(time, request.at())) {
            return new Verdict.Forged("the time in Stripe-Signature is missing or not of the last five minutes");
        }
        byte[] expected = hmac.sign(time + ".", request.body());
        boolean found = false;
        for (String signature : signatures) {
            found |= Hmac.isHex(expected, signature);
        }
        return found
                ? new Verdict.Authentic(SignedBody.member(request.body(), "id"))
                : new Verdict.Forged("no v1 signature in Stripe-Signature fits the body");
    }
}
