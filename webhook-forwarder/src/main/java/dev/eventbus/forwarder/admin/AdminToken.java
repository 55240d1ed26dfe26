package dev.eventbus.forwarder.admin;

import dev.eventbus.forwarder.config.BrokenConfigException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The token that callers of {@code /admin} have to show. Without one everything there is off. Never shown itself. */
public final class AdminToken {
    private static final String VARIABLE = "FORWARDER_ADMIN_TOKEN";
    private static final int SHORT = 16;
    private static final Pattern SHAPE = Pattern.compile("[\\x21-\\x7E]{1,1024}");

    /** RFC 6750 section 2.1; the scheme's case does not matter (RFC 9110 section 11.1). */
    private static final Pattern BEARER = Pattern.compile("(?i)bearer +([\\x21-\\x7E]{1,1024}) *");

    private final byte @Nullable [] token;

    private AdminToken(byte @Nullable [] token) {
        this.token = token;
    }

    /** @throws BrokenConfigException if it can be in no header */
    public static AdminToken of(Optional<String> given) {
        given.filter(text -> !SHAPE.matcher(text).matches()).ifPresent(unfit -> {
            throw BrokenConfigException.ofEnvironment(
                    VARIABLE,
                    new IllegalArgumentException(
                            "must be 1 to 1024 printable ASCII characters without spaces, was of length "
                                    + unfit.length() + "; make one with: openssl rand -hex 32"));
        });
        return new AdminToken(
                given.map(text -> text.getBytes(StandardCharsets.US_ASCII)).orElse(null));
    }

    /** Whether it is so short that trying all there are is no great effort. */
    public boolean isShort() {
        return token != null && token.length < SHORT;
    }

    boolean isSet() {
        return token != null;
    }

    /** Takes as long for a token that is nearly right as for one that is not. */
    boolean isIn(@Nullable String authorization) {
        var bearer = BEARER.matcher(authorization == null ? "" : authorization);
        return token != null
                && bearer.matches()
                && MessageDigest.isEqual(token, bearer.group(1).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "AdminToken[" + (isSet() ? "set" : "not set") + "]";
    }
}
