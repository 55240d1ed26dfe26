package dev.eventbus.gateway.extensions;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.eventbus.gateway.security.WebhookSecret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A registered extension as the API shows it.
 *
 * @param secret its last characters; whole only where it was just made
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ExtensionAnswer(
        String key,
        String name,
        ExtensionType type,
        @Nullable String serviceBaseUrl,
        @Nullable String secret,
        boolean builtIn,
        Instant createdAt,
        Instant updatedAt) {
    static ExtensionAnswer of(RegisteredExtension extension) {
        return of(extension, extension.secret() == null ? null : WebhookSecret.hint(extension.secret()));
    }

    /** Shows a secret that was made just now, this once. */
    static ExtensionAnswer of(Extensions.Registered registered) {
        return registered.shownSecret() == null
                ? of(registered.extension())
                : of(registered.extension(), registered.shownSecret());
    }

    private static ExtensionAnswer of(RegisteredExtension extension, @Nullable String secret) {
        return new ExtensionAnswer(
                extension.key(),
                extension.name(),
                extension.type(),
                extension.serviceBaseUrl(),
                secret,
                extension.isBuiltIn(),
                extension.createdAt(),
                extension.updatedAt());
    }
}
