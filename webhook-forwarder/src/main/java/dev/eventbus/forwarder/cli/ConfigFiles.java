package dev.eventbus.forwarder.cli;

import dev.eventbus.forwarder.config.ConfigFolder;
import dev.eventbus.forwarder.config.ForwarderConfig;
import java.nio.file.Path;

/** The configuration that a verb is about: of the folder it names, else of the one that would be forwarded by. */
final class ConfigFiles {
    private ConfigFiles() {}

    static ForwarderConfig load(Arguments arguments, CliContext context) {
        Path folder = arguments.words(0, 1).stream()
                .findFirst()
                .map(Path::of)
                .orElse(context.settings().configDir());
        return ConfigFolder.load(folder, context.environment());
    }
}
