package dev.eventbus.bench.gateway;

import dev.eventbus.bench.sink.Sink;
import dev.eventbus.nats.server.NatsServer;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Fifty webhook subscriptions with an endpoint each: what one endpoint that is dead costs the other 49. */
public final class DispatchBench {
    private static final int SUBSCRIPTIONS = 50;
    private static final int SINK_MILLIS = 20;
    private static final int WARM_DELIVERIES = 20_000;

    private final Profile profile;
    private final PrintStream out;
    private final Postgres postgres;
    private final Sink sink;
    private final Map<LastEndpoint, List<Double>> measured = new EnumMap<>(LastEndpoint.class);

    private DispatchBench(Profile profile, PrintStream out, Postgres postgres, Sink sink) {
        this.profile = profile;
        this.out = out;
        this.postgres = postgres;
        this.sink = sink;
    }

    /** Takes minutes; prints progress and a table. */
    public static void run(boolean thorough, PrintStream out) throws Exception {
        try (Postgres postgres = Postgres.start();
                Sink sink = Sink.start()) {
            new DispatchBench(Profile.of(thorough), out, postgres, sink).rounds();
        }
    }

    private void rounds() throws Exception {
        List<LastEndpoint> order = new ArrayList<>(List.of(LastEndpoint.values()));
        for (int round = 1; round <= profile.rounds(); round++) {
            for (LastEndpoint last : order) {
                double perSecond = measure(last);
                out.printf(
                        "# round %d of %d: the other 49 beside one that %-14s %,8.0f deliveries/s%n",
                        round, profile.rounds(), last.label(), perSecond);
                measured.computeIfAbsent(last, any -> new ArrayList<>()).add(perSecond);
            }
            // Who goes first changes: a machine gets slower and faster.
            order.add(order.removeFirst());
        }
        print();
    }

    /** Deliveries per second of the 49, with everything new. */
    private double measure(LastEndpoint last) throws Exception {
        sink.reset(Events.MOST, SINK_MILLIS, false);
        try (NatsServer nats = NatsServer.start();
                Gateway gateway = Gateway.start(nats.url(), postgres.newDatabase())) {
            for (int number = 0; number < SUBSCRIPTIONS; number++) {
                String url = number == 0 ? last.url(sink) : sink.url("/hook");
                Subscriptions.create(gateway, number, url);
            }
            try (Events events = Events.begin(nats.url(), SUBSCRIPTIONS, sink)) {
                warmUp(events);
                int before = events.delivered();
                long start = System.nanoTime();
                Thread.sleep(Duration.ofMillis(profile.measureMillis()));
                return (events.delivered() - before) / ((System.nanoTime() - start) / 1e9);
            }
        }
    }

    /** A busy machine takes longer until the code is compiled: so many deliveries, too, but at most thrice the time. */
    private void warmUp(Events events) throws Exception {
        long start = System.nanoTime();
        do {
            Thread.sleep(Duration.ofMillis(profile.warmMillis()));
        } while (events.delivered() < WARM_DELIVERIES && System.nanoTime() - start < 2_500_000L * profile.warmMillis());
    }

    private void print() {
        out.printf("%n%-32s %12s %17s %12s%n", "deliveries of 49 of 50", "per second", "lowest-highest", "/all alive");
        double alive = Report.median(measured.getOrDefault(LastEndpoint.ALIVE, List.of()), rate -> rate);
        measured.forEach((last, rounds) -> {
            var rates = rounds.stream().mapToDouble(rate -> rate).summaryStatistics();
            double median = Report.median(rounds, rate -> rate);
            out.printf(
                    Locale.ROOT,
                    "%-32s %,12.0f %17s %12.3f%n",
                    "the 50th " + last.label(),
                    median,
                    String.format(Locale.ROOT, "%,.0f-%,.0f", rates.getMin(), rates.getMax()),
                    median / alive);
        });
    }
}
