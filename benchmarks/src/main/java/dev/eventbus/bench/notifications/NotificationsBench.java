package dev.eventbus.bench.notifications;

import dev.eventbus.Durability;
import dev.eventbus.EventBus;
import dev.eventbus.EventContext;
import dev.eventbus.EventDraft;
import dev.eventbus.Payload;
import dev.eventbus.bench.gateway.Gateway;
import dev.eventbus.bench.gateway.Postgres;
import dev.eventbus.bench.gateway.WebProcess;
import dev.eventbus.bench.process.Jvm;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.NatsSettings;
import dev.eventbus.nats.NatsTransport;
import dev.eventbus.nats.server.NatsServer;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The packaged notifier and gateway, a thousand rules, ten thousand members; beside it plain batch inserts. */
public final class NotificationsBench {
    private static final int RULES = 1_000;
    private static final int MEMBERS = 10_000;
    private static final int CONNECTED = 100;
    private static final int RECIPIENTS = 10;
    private static final int RATE = 500;
    private static final int SECONDS = 10;

    private final int events;
    private final PrintStream out;
    private final EventBus bus;
    private final Inboxes inboxes;

    private NotificationsBench(int events, PrintStream out, EventBus bus, Inboxes inboxes) {
        this.events = events;
        this.out = out;
        this.bus = bus;
        this.inboxes = inboxes;
    }

    /** Takes some minutes; prints what came out, and throws if a notification did not come. */
    public static void run(boolean thorough, PrintStream out) throws Exception {
        try (NatsServer nats = NatsServer.start();
                Postgres postgres = Postgres.start()) {
            String database = postgres.newDatabase();
            NatsSettings settings = NatsSettings.of(nats.url());
            try (WebProcess notifier = startNotifier(nats.url(), database);
                    Gateway gateway = Gateway.start(nats.url(), database, notifier.url(""));
                    Inboxes inboxes = Inboxes.connect(database);
                    NatsConnection connection = NatsConnection.connect(settings)) {
                connection.awaitConnected(Duration.ofSeconds(10));
                try (NatsTransport transport = NatsTransport.open(connection, settings);
                        EventBus bus = EventBus.builder().transport(transport).build()) {
                    new NotificationsBench(thorough ? 10_000 : 3_000, out, bus, inboxes).measure(gateway);
                }
            }
        }
    }

    private static WebProcess startNotifier(String nats, String database) throws Exception {
        ProcessBuilder command = Jvm.java("-jar", Jvm.quarkus("notifications").toString());
        command.environment()
                .putAll(Map.of(
                        "NATS_URL",
                        nats,
                        "DATABASE_URL",
                        database,
                        "DATABASE_USER",
                        Postgres.USER,
                        "DATABASE_PASSWORD",
                        Postgres.USER));
        return WebProcess.start(command, "/healthz");
    }

    private void measure(Gateway gateway) throws Exception {
        inboxes.addMembers(MEMBERS);
        for (int i = 0; i < RULES; i++) {
            addRule(gateway, i);
        }
        double warm = stored(events);
        line("# warm: %,.0f rows/s", warm);
        double rate = stored(events);
        double raw = inboxes.copyRaw(events * RECIPIENTS);
        line("%n%,d rules, %,d events to %d of %,d members each", RULES, events, RECIPIENTS, MEMBERS);
        line("event -> notification rows  %,10.0f rows/s   %.2f of raw", rate, rate / raw);
        line("raw batch inserts           %,10.0f rows/s   %,d rows a commit", raw, 1_000);
        line("one event to %,d recipients: %,.0f ms until all are stored", MEMBERS, toEverybody());
        inboxes.awaitQuiet();
        try (Bells bells = new Bells()) {
            bells.open(gateway, CONNECTED);
            for (int recipients : new int[] {1, RECIPIENTS}) {
                long[] millis = paced(bells, recipients);
                line(
                        "%d events/s to %d of %d sockets: stored -> frame  p50 %d ms  p99 %d ms  highest %d ms",
                        RATE,
                        recipients,
                        CONNECTED,
                        millis[millis.length / 2],
                        millis[millis.length * 99 / 100],
                        millis[millis.length - 1]);
            }
        }
    }

    private static void addRule(Gateway gateway, int number) throws Exception {
        HttpResponse<String> answer = gateway.post(
                "/notification-rules",
                "{\"key\":\"bench-" + number + "\",\"eventPattern\":\"bench.thing" + number + ".hit\","
                        + "\"condition\":\"payload.number >= 0\",\"channels\":[\"WEBSOCKET\"],"
                        + "\"template\":{\"title\":\"Number {payload.number}\",\"body\":\"Thing {payload.number} was hit\"},"
                        + "\"recipients\":{\"resolver\":\"payload\",\"pointers\":[\"/to\"]}}");
        if (answer.statusCode() != 201) {
            throw new IllegalStateException("A rule was refused: " + answer.body());
        }
    }

    /** Rows a second, from the first publish until all are there. */
    private double stored(int count) throws Exception {
        long before = inboxes.count();
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            publish(i, some(RECIPIENTS, MEMBERS));
        }
        inboxes.await(before + (long) count * RECIPIENTS);
        double rate = count * RECIPIENTS / ((System.nanoTime() - begin) / 1e9);
        inboxes.awaitQuiet();
        return rate;
    }

    private double toEverybody() throws Exception {
        long before = inboxes.count();
        long begin = System.nanoTime();
        publish(0, IntStream.range(0, MEMBERS).mapToObj(i -> "\"u" + i + '"').collect(Collectors.joining(",")));
        inboxes.await(before + MEMBERS);
        return (System.nanoTime() - begin) / 1e6;
    }

    private long[] paced(Bells bells, int recipients) throws Exception {
        int count = RATE * SECONDS;
        bells.expect(count * recipients);
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = begin + i * 1_000_000_000L / RATE;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            publish(i, some(recipients, CONNECTED));
        }
        return bells.awaitAll();
    }

    private static String some(int count, int of) {
        return ThreadLocalRandom.current()
                .ints(0, of)
                .distinct()
                .limit(count)
                .mapToObj(i -> "\"u" + i + '"')
                .collect(Collectors.joining(","));
    }

    private void publish(int number, String to) {
        byte[] payload = ("{\"number\":" + number + ",\"to\":[" + to + "]}").getBytes(StandardCharsets.UTF_8);
        var unused = bus.publish(
                EventContext.of(Gateway.WORKSPACE, "bench"),
                "thing" + number % RULES + ".hit",
                EventDraft.of("r", Payload.wrap(payload)),
                Durability.PERSISTENT);
    }

    private void line(String format, Object... arguments) {
        out.printf(Locale.ROOT, format + "%n", arguments);
    }
}
