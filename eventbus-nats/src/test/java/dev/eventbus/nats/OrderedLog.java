package dev.eventbus.nats;

import static org.awaitility.Awaitility.await;

import dev.eventbus.nats.OrderedSubscriber.Line;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What subscribers wrote down, read as it grows. */
final class OrderedLog implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(120);

    private final Path file;
    private final InputStream in;
    private final List<Line> lines = new ArrayList<>();
    private final Set<String> handled = new HashSet<>();
    private String begun = "";

    private OrderedLog(Path file) throws IOException {
        this.file = file;
        this.in = Files.newInputStream(file);
    }

    static OrderedLog in(Path folder) throws IOException {
        return new OrderedLog(Files.createFile(folder.resolve("log.txt")));
    }

    Path file() {
        return file;
    }

    /** How many events were handled by now. */
    int handled() throws IOException {
        String text = begun + new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        int end = text.lastIndexOf('\n') + 1;
        begun = text.substring(end); // the last line may be in the middle of being written
        text.substring(0, end).lines().map(Line::parse).forEach(this::add);
        return handled.size();
    }

    private void add(Line line) {
        lines.add(line);
        if (line.what().equals(Line.HANDLED)) {
            handled.add(line.id());
        }
    }

    void awaitHandled(int count) {
        await().atMost(DEADLINE).pollInterval(Duration.ofMillis(50)).until(() -> handled() >= count);
    }

    List<Line> read() throws IOException {
        handled();
        return List.copyOf(lines);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
