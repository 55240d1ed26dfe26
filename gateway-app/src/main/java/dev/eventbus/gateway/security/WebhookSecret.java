package dev.eventbus.gateway.security;

import dev.eventbus.webhook.Signer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** Secrets deliveries are signed with, as Standard Webhooks writes them. */
public final class WebhookSecret {
    private static final String PREFIX = "whsec_";
    private static final String HIDDEN = "***";
    private static final int BYTES = 32;
    private static final int SHOWN = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    private WebhookSecret() {}

    /** A secret nobody has seen. */
    public static String fresh() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return PREFIX + Base64.getEncoder().encodeToString(secret);
    }

    /** The secret, if a signer takes it; else throws an {@link IllegalArgumentException} that never holds it. */
    public static String require(String secret) {
        Signer.of(List.of(secret));
        return secret;
    }

    /** What may be shown of it, to tell it from others: its last characters. */
    public static String hint(String secret) {
        return HIDDEN + secret.substring(secret.length() - SHOWN);
    }
}
