package dev.eventbus.nats.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A nats-server could not be found, fetched or started; the message says what to do. */
public final class NatsServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int LAST_LINES = 15;

    NatsServerException(String message) {
        this(message, null);
    }

    NatsServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static NatsServerException notStarted(NatsServerSettings settings, Exception cause) {
        return new NatsServerException(
                "Could not start %s on port %d: %s. Its last words:%n%s%s"
                        .formatted(
                                settings.binary(),
                                settings.port(),
                                cause.getMessage(),
                                lastLines(settings.console()),
                                lastLines(settings.log())),
                cause);
    }

    private static String lastLines(Path file) {
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())) + "\n";
        } catch (IOException e) {
            return "(" + file + " is not readable)\n";
        }
    }
}
