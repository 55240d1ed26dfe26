package dev.eventbus.gateway.extensions;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a registered extension in a workspace, as the API shows it.
 *
 * @param enabled whether it gets events there; false unless it is installed
 * @param installedAt null if it is not installed, or came with the platform
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Installation(
        String key,
        String name,
        ExtensionType type,
        boolean builtIn,
        boolean installed,
        boolean enabled,
        @Nullable Instant installedAt) {}
