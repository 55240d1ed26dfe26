package dev.eventbus.gateway.extensions;

import java.util.Set;

/** Which events the handlers of an in-process extension take. */
public interface HandlerPatterns {
    /** Event keys and patterns as the handlers have them; empty if this process has no handler of the extension. */
    Set<String> of(String extensionKey);
}
