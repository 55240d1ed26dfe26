package dev.eventbus.it.stack;

import java.nio.file.Path;
import java.util.Map;

/**
 * How one application is started.
 *
 * @param logs the folder its output goes to
 * @param environment what is set on top of the environment of this process
 */
record AppSpec(String name, Path jar, int port, Path logs, Map<String, String> environment) {

    AppSpec with(Map<String, String> other) {
        return new AppSpec(name, jar, port, logs, other);
    }

    Path log() {
        return logs.resolve(name + ".log");
    }

    String url() {
        return "http://localhost:" + port;
    }
}
