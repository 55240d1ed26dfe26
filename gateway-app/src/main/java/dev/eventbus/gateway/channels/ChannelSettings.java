package dev.eventbus.gateway.channels;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * What its owner decides about a channel, secrets aside; stored as it is.
 *
 * @param hook null unless it is a webhook
 * @param source null if it is a webhook
 * @param enabled whether it takes events
 */
@RegisterForReflection(targets = {ChannelSettings.class, Naming.class, Hook.class, Source.class, CursorRule.class})
public record ChannelSettings(
        String name,
        ChannelType type,
        Naming naming,
        @Nullable Hook hook,
        @Nullable Source source,
        boolean enabled) {}
