package dev.eventbus.forwarder.cli;

import dev.eventbus.forwarder.config.ConfigFolder;
import dev.eventbus.forwarder.config.ForwarderConfig;
import java.nio.file.Path;
import java.util.List;

/** The configuration that a verb is about: of the folder it names, else of the one that would be forwarded by. */
final class ConfigFiles {
    private ConfigFiles() {}

    /** @param folder one word, or none */
    static ForwarderConfig load(List<String> folder, CliContext context) {
        Path read = folder.stream()
                .findFirst()
                .map(Path::of)
                .orElse(context.settings().configDir());
        return ConfigFolder.load(read, context.environment());
    }
}
