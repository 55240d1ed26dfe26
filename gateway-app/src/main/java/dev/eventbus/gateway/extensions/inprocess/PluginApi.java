package dev.eventbus.gateway.extensions.inprocess;

import dev.eventbus.extensions.PlatformEventHandler;
import java.util.Set;

/**
 * All that a plugin sees of the process it lives in: the JDK, the API of extensions, and what its signatures name. No
 * class of the gateway, none of its libraries, no resource.
 */
final class PluginApi extends ClassLoader {
    private static final Set<String> PACKAGES = Set.of(
            "dev.eventbus",
            "dev.eventbus.dispatch",
            "dev.eventbus.extensions",
            "dev.eventbus.inbox",
            "dev.eventbus.json",
            "dev.eventbus.memory",
            "dev.eventbus.retry",
            "dev.eventbus.topic",
            "dev.eventbus.transport");

    /** Jackson, because payloads come as trees and types; SLF4J, because a plugin's lines belong in the one log. */
    private static final Set<String> TREES = Set.of(
            "com.fasterxml.jackson.annotation.",
            "com.fasterxml.jackson.core.",
            "com.fasterxml.jackson.databind.",
            "org.jspecify.annotations.",
            "org.slf4j.");

    private final ClassLoader host = PlatformEventHandler.class.getClassLoader();

    PluginApi() {
        super("plugin-api", ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!isShown(name)) {
            throw new ClassNotFoundException(name + " is not among what a plugin sees; put it into the plugin's jar");
        }
        return host.loadClass(name);
    }

    private static boolean isShown(String name) {
        int dot = name.lastIndexOf('.');
        return (dot > 0 && PACKAGES.contains(name.substring(0, dot)))
                || TREES.stream().anyMatch(name::startsWith);
    }
}
