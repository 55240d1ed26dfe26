package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.Published;
import dev.eventbus.json.EventCodec;
import dev.eventbus.nats.OrderedSubscriber.Line;
import dev.eventbus.nats.server.NatsServer;
import dev.eventbus.testkit.TestEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscribers and the server are killed, twice each, and one is frozen, in the middle of 50,000 events. */
class KilledInOrderIT {
    private static final int EVENTS = 50_000;
    private static final int KEYS = 500;
    private static final Duration DEADLINE = Duration.ofSeconds(120);

    /** What one instance may have unsettled: its handlers, and the room for what waits behind a retry. */
    private static final int IN_FLIGHT = OrderedSubscriber.CONCURRENCY + 1_000;

    @TempDir
    private Path folder;

    @Test
    void handlesOrDeadLettersEveryEventInTheOrderOfItsKey() throws Exception {
        List<Process> subscribers = new ArrayList<>();
        try (OrderedLog log = OrderedLog.in(folder);
                NatsServer server = NatsServer.start();
                NatsConnection connection = NatsConnection.connect(NatsSettings.of(server.url()));
                NatsTransport transport = NatsTransport.open(connection, NatsSettings.of(server.url()))) {
            subscribers.add(OrderedSubscriber.start(server.url(), log.file()));
            CompletableFuture<Set<String>> published = CompletableFuture.supplyAsync(() -> publishAll(transport));
            log.awaitHandled(1);
            subscribers.add(OrderedSubscriber.start(server.url(), log.file()));

            log.awaitHandled(EVENTS / 6);
            kill(subscribers);
            subscribers.add(OrderedSubscriber.start(server.url(), log.file()));
            log.awaitHandled(2 * EVENTS / 6);
            kill(server);
            log.awaitHandled(3 * EVENTS / 6);
            freezeUntilAnotherTookOver(subscribers.getFirst(), log);
            log.awaitHandled(4 * EVENTS / 6);
            kill(subscribers);
            kill(subscribers);
            subscribers.add(OrderedSubscriber.start(server.url(), log.file()));
            log.awaitHandled(5 * EVENTS / 6);
            kill(server);

            Set<String> ids = published.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            assertThat(ids).hasSize(EVENTS);
            Set<String> hopeless =
                    ids.stream().filter(OrderedSubscriber::failsAlways).collect(Collectors.toSet());
            log.awaitHandled(EVENTS - hopeless.size());
            Set<String> dead = deadLetters(connection, hopeless.size());
            List<Line> lines = log.read();
            Set<String> handled = lines.stream()
                    .filter(line -> line.what().equals(Line.HANDLED))
                    .map(Line::id)
                    .collect(Collectors.toSet());

            assertThat(dead).isEqualTo(hopeless);
            assertThat(handled).hasSize(EVENTS - hopeless.size());
            assertThat(ids.containsAll(handled)).isTrue();
            assertThat(Collections.disjoint(handled, dead)).isTrue();
            assertThat(inversions(lines)).isEmpty();
            assertThat(handledAgain(lines))
                    .as("by those who took over, three times; the death of the server costs none")
                    .isLessThanOrEqualTo(3 * IN_FLIGHT);
        } finally {
            for (Process subscriber : subscribers) {
                subscriber.destroyForcibly().waitFor();
            }
        }
    }

    private static void kill(List<Process> subscribers) throws InterruptedException {
        subscribers.removeFirst().destroyForcibly().waitFor();
    }

    private static void kill(NatsServer server) {
        server.kill();
        server.restart();
    }

    /** It wakes up with handlers to start that another instance has started meanwhile. */
    private static void freezeUntilAnotherTookOver(Process subscriber, OrderedLog log) throws Exception {
        signal(subscriber, "-STOP");
        log.awaitHandled(log.handled() + 2_000);
        signal(subscriber, "-CONT");
    }

    private static void signal(Process process, String signal) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static Set<String> publishAll(NatsTransport transport) {
        List<CompletableFuture<Published>> sent = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            Event event = TestEvents.on("events.o.s.r.e.k" + i * 7 % KEYS);
            sent.add(transport
                    .publish(event, event.topic(), Durability.PERSISTENT)
                    .toCompletableFuture());
        }
        return sent.stream().map(one -> one.join().eventId()).collect(Collectors.toSet());
    }

    private static Set<String> deadLetters(NatsConnection connection, int expected) throws Exception {
        Set<String> ids = new HashSet<>();
        for (var message : DeadLetterQueue.of(connection).read("dlq." + OrderedSubscriber.DURABLE + ".>", expected)) {
            ids.add(EventCodec.decode(message.getData()).id());
        }
        return ids;
    }

    /**
     * An event that was tried for the first time before all that were stored earlier under its key had been handled,
     * or tried for the last time, once.
     */
    private static List<String> inversions(List<Line> lines) {
        Map<String, TreeMap<Long, Line>> unfinished = new HashMap<>();
        for (Line line : lines) {
            unfinished.computeIfAbsent(line.key(), key -> new TreeMap<>()).putIfAbsent(line.sequence(), line);
        }
        List<String> found = new ArrayList<>();
        for (Line line : lines) {
            TreeMap<Long, Line> ofKey = unfinished.get(line.key());
            Line ahead = ofKey.lastEntry() == null ? null : ofKey.firstEntry().getValue();
            if (ahead != null && ahead.sequence() < line.sequence()) {
                found.add(line.toString().strip() + " before " + ahead);
            }
            boolean last = OrderedSubscriber.failsAlways(line.id()) && line.attempt() == OrderedSubscriber.TRIES;
            if (last || line.what().equals(Line.HANDLED)) {
                ofKey.remove(line.sequence());
            }
        }
        return found;
    }

    private static long handledAgain(List<Line> lines) {
        Map<String, Long> times = lines.stream()
                .filter(line -> line.what().equals(Line.HANDLED))
                .collect(Collectors.groupingBy(Line::id, Collectors.counting()));
        return times.values().stream().mapToLong(count -> count - 1).sum();
    }
}
