package dev.eventbus.forwarder.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * A folder that is read again and again, with the files its values refer to, and knows whether any of it has changed
 * since. For one thread at a time.
 */
public final class ConfigSource {
    private final Path folder;
    private final Map<String, String> environment;
    private Map<String, String> files = Map.of();
    private Map<String, String> secrets = Map.of();

    public ConfigSource(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = Map.copyOf(environment);
    }

    public Path folder() {
        return folder;
    }

    /** @throws BrokenConfigException naming every problem found */
    public ForwarderConfig load() {
        SecretFiles read = new SecretFiles();
        files = ConfigFolder.fingerprint(folder); // before it is read, so that what changes meanwhile is seen
        try {
            return ConfigFolder.load(folder, new Variables(environment, read));
        } finally {
            secrets = read.digests();
        }
    }

    /** Whether {@link #load} would read something else than it did; also after it had failed. */
    public boolean hasChanged() {
        return !ConfigFolder.fingerprint(folder).equals(files)
                || !SecretFiles.digestsNow(secrets).equals(secrets);
    }
}
