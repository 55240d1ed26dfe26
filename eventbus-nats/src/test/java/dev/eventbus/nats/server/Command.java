package dev.eventbus.nats.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs one program to its end and keeps what it printed. */
record Command(int exit, String output) {

    private static final int NOT_RUN = -1;
    private static final int KEPT_CHARACTERS = 20_000;

    boolean ok() {
        return exit == 0;
    }

    /** Never throws for a program that is missing, fails or hangs: those have an exit other than 0. */
    static Command run(Path folder, Duration deadline, List<String> words) {
        @Nullable Path printed = null;
        try {
            // A file and not a pipe: a full pipe would stop the program, a reader would need a thread.
            printed = Files.createTempFile("command", ".out");
            Process process = new ProcessBuilder(words)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(printed.toFile())
                    .start();
            boolean ended = process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            return new Command(ended ? process.exitValue() : NOT_RUN, tail(printed));
        } catch (IOException e) {
            return new Command(NOT_RUN, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Command(NOT_RUN, "interrupted");
        } finally {
            delete(printed);
        }
    }

    private static String tail(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return text.substring(Math.max(0, text.length() - KEPT_CHARACTERS));
    }

    private static void delete(@Nullable Path file) {
        if (file != null) {
            file.toFile().delete();
        }
    }
}
