package dev.eventbus.forwarder.config;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Objects;

/** Reads the settings where Quarkus is not running: from the same file and variables that it would read. */
public final class EnvironmentSettings {
    private static final String FILE = "application.properties";

    private EnvironmentSettings() {}

    public static ForwarderSettings read() {
        try {
            URL file = Objects.requireNonNull(
                    EnvironmentSettings.class.getClassLoader().getResource(FILE), FILE);
            return new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .addSystemSources()
                    .withSources(new PropertiesConfigSource(file, 250))
                    .withMapping(ForwarderSettings.class)
                    .withValidateUnknown(false)
                    .build()
                    .getConfigMapping(ForwarderSettings.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
