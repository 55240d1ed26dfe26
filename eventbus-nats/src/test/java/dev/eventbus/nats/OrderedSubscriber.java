package dev.eventbus.nats;

import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.Verdict;
import dev.eventbus.retry.RetryPolicy;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A process with one ordered durable, made to be killed: writes down each try and each success, unbuffered, so that
 * what it did is known to whoever kills it. Of ten events one fails: of a hundred two in every try, eight in the first.
 */
final class OrderedSubscriber {
    static final String DURABLE = "ordered";
    static final int TRIES = 3;
    static final int CONCURRENCY = 16;

    private OrderedSubscriber() {}

    static Process start(String url, Path log) throws IOException {
        return new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        OrderedSubscriber.class.getName(),
                        url,
                        log.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        log.resolveSibling("console.txt").toFile()))
                .start();
    }

    static boolean failsAlways(String eventId) {
        return Math.floorMod(eventId.hashCode(), 100) < 2;
    }

    static boolean failsAtFirst(String eventId) {
        return Math.floorMod(eventId.hashCode(), 100) < 10;
    }

    public static void main(String[] args) throws Exception {
        NatsSettings settings = NatsSettings.of(args[0]);
        OutputStream log = new FileOutputStream(args[1], true);
        NatsConnection connection = NatsConnection.connect(settings);
        EventBus bus = EventBus.builder()
                .transport(NatsTransport.open(connection, settings))
                .build();
        SubscribeOptions options = SubscribeOptions.to("*.*")
                .allOrgs()
                .durable(DURABLE)
                .orderedBy(Event::resourceId)
                .concurrency(CONCURRENCY)
                .ackWait(Duration.ofSeconds(1))
                .retry(RetryPolicy.fixed(Duration.ofMillis(10), TRIES - 1));
        bus.subscribe(options, (event, attempt) -> {
            long sequence = attempt.position().sequence();
            write(log, Line.of(Line.TRIED, event, sequence, attempt.number()));
            if (failsAlways(event.id()) || failsAtFirst(event.id()) && attempt.number() == 1) {
                throw new IllegalStateException("told to fail");
            }
            write(log, Line.of(Line.HANDLED, event, sequence, attempt.number()));
            return Verdict.ACK;
        });
        Thread.currentThread().join();
    }

    private static void write(OutputStream log, Line line) throws IOException {
        log.write(line.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** What happened to an event, in one line of the log. */
    record Line(String what, long sequence, String key, String id, int attempt) {
        static final String TRIED = "tried";
        static final String HANDLED = "handled";

        static Line of(String what, Event event, long sequence, int attempt) {
            return new Line(what, sequence, event.resourceId(), event.id(), attempt);
        }

        static Line parse(String text) {
            String[] words = text.split(" ");
            return new Line(words[0], Long.parseLong(words[1]), words[2], words[3], Integer.parseInt(words[4]));
        }

        @Override
        public String toString() {
            return what + " " + sequence + " " + key + " " + id + " " + attempt + "\n";
        }
    }
}
