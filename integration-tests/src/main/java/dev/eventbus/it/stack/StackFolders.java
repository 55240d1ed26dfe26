package dev.eventbus.it.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where the stack finds and keeps things.
 *
 * @param project the checkout, with the built applications in it
 * @param run data, logs and state of this stack ({@code .run} for {@code ./run})
 */
record StackFolders(Path project, Path run) {

    StackFolders {
        project = project.toAbsolutePath().normalize();
        run = run.toAbsolutePath().normalize();
    }

    Path data() {
        return created(run.resolve("data"));
    }

    Path logs() {
        return created(run.resolve("logs"));
    }

    Path stackJson() {
        return run.resolve("stack.json");
    }

    Path pids() {
        return created(run).resolve("pids");
    }

    Path demoConfig() {
        return project.resolve("deploy/local/config.d");
    }

    Path jar(String module) {
        Path jar = project.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw new StackException(jar + " is missing. Build it with: mvn -DskipTests package");
        }
        return jar;
    }

    /** Forgets everything a stack that does not run has stored. */
    void deleteData() {
        try (Stream<Path> entries = Files.walk(data())) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        } catch (IOException e) {
            throw new StackException("Could not delete " + run.resolve("data") + ": " + e.getMessage(), e);
        }
    }

    private static Path created(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StackException("Could not create " + folder + ": " + e.getMessage(), e);
        }
    }
}
