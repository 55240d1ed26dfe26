package dev.eventbus.nats.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A private apt in one folder: its own sources, lists and cache, and none of the system's hooks. */
record AptConfig(Path folder) {

    static AptConfig write(Path folder, Map<String, String> sources) throws IOException {
        Path parts = Files.createDirectories(folder.resolve("sources"));
        Files.createDirectories(folder.resolve("lists/partial"));
        Files.createDirectories(folder.resolve("cache/archives/partial"));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Files.writeString(parts.resolve(source.getKey()), source.getValue());
        }
        Files.writeString(folder.resolve("apt.conf"), text(folder, parts));
        return new AptConfig(folder);
    }

    /** An apt-get command line; {@code -c} is read after the system's configuration and so wins over it. */
    List<String> command(String... words) {
        List<String> all = new ArrayList<>(
                List.of("apt-get", "-q", "-c", folder.resolve("apt.conf").toString()));
        all.addAll(List.of(words));
        return all;
    }

    private static String text(Path folder, Path parts) {
        // The hooks are cleared because some images delete the system's own cache in them.
        return """
            #clear APT::Update::Pre-Invoke;
            #clear APT::Update::Post-Invoke;
            #clear APT::Update::Post-Invoke-Success;
            Dir::Etc::sourcelist "/dev/null";
            Dir::Etc::sourceparts "%2$s";
            Dir::State::lists "%1$s/lists";
            Dir::Cache "%1$s/cache";
            APT::Sandbox::User "root";
            Acquire::Languages "none";
            Acquire::Retries "2";
            """.formatted(folder, parts);
    }
}
