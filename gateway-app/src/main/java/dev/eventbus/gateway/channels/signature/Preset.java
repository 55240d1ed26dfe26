package dev.eventbus.gateway.channels.signature;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.eventbus.topic.Segments;
import dev.eventbus.webhook.Signer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The signature schemes there are. */
public enum Preset {
    STANDARD_WEBHOOKS("standard-webhooks", StandardWebhooksScheme::new) {
        @Override
        public String requireSecret(String secret) {
            Signer.of(List.of(secret)); // throws in words that do not hold it
            return secret;
        }
    },
    STRIPE("stripe", StripeScheme::new),
    GITHUB("github", GithubScheme::new),
    SLACK("slack", SlackScheme::new),
    HMAC_SHA256("hmac-sha256", HmacSha256Scheme::new);

    private static final int LEAST = 16;
    private static final int MOST = 256;

    private final String text;
    private final Function<String, Scheme> scheme;

    Preset(String text, Function<String, Scheme> scheme) {
        this.text = text;
        this.scheme = scheme;
    }

    /** Throws an {@link IllegalArgumentException} that names the presets there are. */
    @JsonCreator
    public static Preset parse(String text) {
        return Arrays.stream(values())
                .filter(preset -> preset.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("preset must be one of "
                        + Arrays.stream(values()).map(Preset::toString).collect(Collectors.joining(", ")) + ", was "
                        + Segments.quoted(text)));
    }

    /** The secret, if the scheme takes it; else throws an {@link IllegalArgumentException} that never holds it. */
    public String requireSecret(String secret) {
        boolean isPrintable = secret.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (!isPrintable || secret.length() < LEAST || secret.length() > MOST) {
            throw new IllegalArgumentException("secret must be " + LEAST + " to " + MOST
                    + " printable ASCII characters; copy it as the provider shows it, or make a long random one");
        }
        return secret;
    }

    /** @param secret as {@link #requireSecret} takes it */
    public Scheme scheme(String secret) {
        return scheme.apply(secret);
    }

    @Override
    @JsonValue
    public String toString() {
        return text;
    }
}
