package dev.eventbus.it.stack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The log of a process: the last run's is kept beside it, older ones are gone. */
final class LogFile {

    private static final int TAIL_LINES = 25;
    private static final int TAIL_BYTES = 64 * 1024;

    private LogFile() {}

    static Path rotated(Path log) {
        try {
            if (Files.exists(log)) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            return log;
        } catch (IOException e) {
            throw new StackException("Could not rotate " + log + ": " + e.getMessage(), e);
        }
    }

    static String tail(Path log) {
        try (var file = Files.newByteChannel(log)) {
            file.position(Math.max(0, file.size() - TAIL_BYTES));
            byte[] end = new byte[(int) (file.size() - file.position())];
            file.read(ByteBuffer.wrap(end));
            List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log)";
        }
    }
}
