package dev.eventbus.gateway.extensions;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What can be installed.
 *
 * @param serviceBaseUrl of an external service, else null
 * @param secret signs what is sent to it; null if nothing is
 * @param isBuiltIn whether it takes part in every workspace that has not turned it off
 */
record RegisteredExtension(
        String key,
        String name,
        ExtensionType type,
        @Nullable String serviceBaseUrl,
        @Nullable String secret,
        boolean isBuiltIn,
        Instant createdAt,
        Instant updatedAt) {
    @Override
    public String toString() {
        return "RegisteredExtension[" + key + "]";
    }
}
