package dev.eventbus.bench.realtime;

import dev.eventbus.bench.gateway.Gateway;
import dev.eventbus.bench.gateway.Postgres;
import dev.eventbus.bench.gateway.WebProcess;
import dev.eventbus.bench.process.Jvm;
import dev.eventbus.bench.process.RunningProcess;
import dev.eventbus.nats.server.NatsServer;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/** Opens sockets at the gateway and at a bare server in turn and publishes to them, both processes running all the time. */
public final class RealtimeBench {
    private static final int WINDOW = 500;
    private static final int RATE = 5_000;

    private final Profile profile;
    private final PrintStream out;
    private final Gateway gateway;
    private final WebProcess bare;
    private final Publishing publishing;
    private final Map<Engine, List<Measured>> measured = new EnumMap<>(Engine.class);

    private RealtimeBench(Profile profile, PrintStream out, Gateway gateway, WebProcess bare, Publishing publishing) {
        this.profile = profile;
        this.out = out;
        this.gateway = gateway;
        this.bare = bare;
        this.publishing = publishing;
    }

    /** Takes some minutes; prints progress and a table, and throws if an event did not come. */
    public static void run(boolean thorough, PrintStream out) throws Exception {
        try (NatsServer nats = NatsServer.start();
                Postgres postgres = Postgres.start();
                Gateway gateway = Gateway.start(nats.url(), postgres.newDatabase());
                WebProcess bare = startBare(nats.url());
                Publishing publishing = new Publishing(nats.url(), Gateway.WORKSPACE)) {
            new RealtimeBench(Profile.of(thorough), out, gateway, bare, publishing).rounds();
        }
    }

    private static WebProcess startBare(String nats) throws Exception {
        ProcessBuilder command = Jvm.of(BareSockets.class, List.of());
        command.environment().put("NATS_URL", nats);
        return WebProcess.start(command, "/");
    }

    private void rounds() throws Exception {
        out.printf(
                Locale.ROOT,
                "# %,d sockets of the 15,000 that are the goal's; a process may have %,d files open here%n",
                profile.sockets(),
                Profile.fileLimit());
        for (Engine engine : Engine.values()) {
            var unused = measure(engine, Math.min(500, profile.sockets()), 10_000); // warm
        }
        for (int round = 1; round <= profile.rounds(); round++) {
            for (Engine engine : Engine.values()) {
                Measured one = measure(engine, profile.sockets(), profile.millis());
                out.printf(
                        Locale.ROOT,
                        "# round %d of %d: %-20s %5.1f KB/socket  %,8.0f events/s  p99 %.1f ms  to all p99 %.0f ms%n",
                        round,
                        profile.rounds(),
                        engine.label(),
                        one.kilobytes(),
                        one.perSecond(),
                        one.p99(),
                        one.broadcastP99());
                measured.computeIfAbsent(engine, any -> new ArrayList<>()).add(one);
            }
        }
        print();
    }

    private Measured measure(Engine engine, int count, int millis) throws Exception {
        RunningProcess process = engine == Engine.GATEWAY ? gateway.process() : bare.process();
        double before = process.residentMegabytes();
        try (Sockets sockets = new Sockets()) {
            sockets.open(count, number -> address(engine, number), number -> greeting(engine, number));
            double kilobytes = (process.residentMegabytes() - before) * 1024 / count;
            double perSecond = asFastAsItGoes(engine, sockets, count, millis);
            long[] paced = paced(engine, sockets, count, millis);
            double broadcast = broadcast(engine, sockets, count);
            sockets.closeAll();
            return new Measured(kilobytes, perSecond, share(paced, 0.5), share(paced, 0.99), broadcast);
        }
    }

    private WebSocketConnectOptions address(Engine engine, int number) {
        URI base = engine == Engine.GATEWAY ? gateway.url("") : bare.url("");
        WebSocketConnectOptions options =
                new WebSocketConnectOptions().setHost(base.getHost()).setPort(base.getPort());
        if (engine == Engine.BARE) {
            return options.setURI("/" + number);
        }
        return options.setURI("/ws/workspaces/" + Gateway.WORKSPACE)
                .addHeader("Authorization", gateway.authorization());
    }

    /** Each wants its own events and those for all: {@code uall.hit} and {@code u7.hit}. */
    private static List<String> greeting(Engine engine, int number) {
        return engine == Engine.BARE ? List.of() : List.of(subscribe(1, "uall"), subscribe(2, "u" + number));
    }

    private static String subscribe(int ref, String resource) {
        return "{\"type\":\"subscribe\",\"ref\":" + ref + ",\"pattern\":\"" + resource + ".hit\"}";
    }

    private double asFastAsItGoes(Engine engine, Sockets sockets, int count, int millis) throws Exception {
        int most = 1 << 22;
        sockets.expect(most);
        long begin = System.nanoTime();
        int sent = 0;
        for (; sent < WINDOW; sent++) {
            publishing.publish(engine, anyOf(count));
        }
        int heard = 0;
        while (System.nanoTime() - begin < millis * 1_000_000L && sent < most) {
            sockets.awaitOne();
            heard++;
            publishing.publish(engine, anyOf(count));
            sent++;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        for (int left = sent - heard; left > 0; left--) {
            sockets.awaitOne();
        }
        return heard / seconds;
    }

    private long[] paced(Engine engine, Sockets sockets, int count, int millis) throws Exception {
        int events = (int) ((long) RATE * millis / 1_000);
        sockets.expect(events);
        long begin = System.nanoTime();
        for (int i = 0; i < events; i++) {
            long due = begin + i * 1_000_000_000L / RATE;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            publishing.publish(engine, anyOf(count));
        }
        return sockets.awaitAll();
    }

    private double broadcast(Engine engine, Sockets sockets, int count) throws Exception {
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < profile.broadcasts(); i++) {
            sockets.expect(count);
            publishing.publish(engine, "all");
            all.add(share(sockets.awaitAll(), 0.99));
        }
        return median(all, each -> each);
    }

    private static String anyOf(int count) {
        return Integer.toString(ThreadLocalRandom.current().nextInt(count));
    }

    private static double share(long[] sorted, double share) {
        return sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))] / 1e6;
    }

    private void print() {
        line(
                "%n%-22s %12s %12s %8s %8s %10s %16s%n",
                profile.sockets() + " sockets", "KB/socket", "events/s", "/bare", "p50 ms", "p99 ms", "to all p99 ms");
        double bareRate = median(Objects.requireNonNull(measured.get(Engine.BARE)), Measured::perSecond);
        measured.forEach((engine, rounds) -> line(
                "%-22s %12.1f %,12.0f %8.2f %8.1f %10.1f %16.0f%n",
                engine.label(),
                rounds.getFirst().kilobytes(),
                median(rounds, Measured::perSecond),
                median(rounds, Measured::perSecond) / bareRate,
                median(rounds, Measured::p50),
                median(rounds, Measured::p99),
                median(rounds, Measured::broadcastP99)));
        line(
                "%s%n",
                "KB/socket is the first round's: later ones find memory that the process kept. Latencies are at " + RATE
                        + " events/s to one socket each, published over NATS on this machine, clients beside.");
    }

    private static <T> double median(List<T> rounds, ToDoubleFunction<T> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private void line(String format, Object... arguments) {
        out.printf(Locale.ROOT, format, arguments);
    }
}
