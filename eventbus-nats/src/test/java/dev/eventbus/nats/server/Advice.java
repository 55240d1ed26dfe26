package dev.eventbus.nats.server;

import java.util.Locale;

/** What to tell a person on whose machine no server could be found. */
final class Advice {

    private Advice() {}

    static String install(String tried) {
        return "No nats-server 2.9 or newer on the PATH, in the cache, or in the system's package archive"
                + tried
                + ". "
                + remedy(System.getProperty("os.name", ""));
    }

    private static String remedy(String system) {
        return system.toLowerCase(Locale.ROOT).contains("mac")
                ? "Install one with: brew install nats-server"
                : "Install one from https://github.com/nats-io/nats-server/releases and put it on the PATH.";
    }
}
