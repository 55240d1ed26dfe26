package dev.eventbus.bench.gateway;

import dev.eventbus.bench.process.Jvm;
import dev.eventbus.bench.process.RunningProcess;
import dev.eventbus.nats.server.NatsServer;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Publishes through the gateway and through a bare endpoint in turn, both processes running all the time. */
public final class GatewayBench {
    private static final String BARE = "BARE";

    private final Profile profile;
    private final PrintStream out;
    private final Streams streams;
    private final Gateway gateway;
    private final WebProcess bare;
    private final LoadClient client;
    private final Map<Engine, List<Measured>> measured = new EnumMap<>(Engine.class);

    private GatewayBench(
            Profile profile, PrintStream out, Streams streams, Gateway gateway, WebProcess bare, LoadClient client) {
        this.profile = profile;
        this.out = out;
        this.streams = streams;
        this.gateway = gateway;
        this.bare = bare;
        this.client = client;
    }

    /** Takes two to five minutes; prints progress and a table, and throws if an acknowledged event was not stored. */
    public static void run(boolean thorough, PrintStream out) throws Exception {
        try (NatsServer nats = NatsServer.start();
                Postgres postgres = Postgres.start();
                Streams streams = Streams.connect(nats.url());
                Gateway gateway = Gateway.start(nats.url(), postgres.newDatabase());
                WebProcess bare = startBare(streams, nats.url());
                LoadClient client = new LoadClient()) {
            new GatewayBench(Profile.of(thorough), out, streams, gateway, bare, client).rounds();
        }
    }

    private static WebProcess startBare(Streams streams, String nats) throws Exception {
        streams.create(BARE, "bare.>");
        ProcessBuilder command =
                Jvm.java("-jar", Jvm.quarkus("benchmarks/quarkus-publish").toString());
        command.environment().put("PUBLISH_NATS", nats);
        command.environment().put("PUBLISH_SUBJECT", "bare.event");
        return WebProcess.start(command, "/");
    }

    private void rounds() throws Exception {
        List<Engine> engines = new ArrayList<>(List.of(Engine.values()));
        int refused =
                gateway.post("/events/publish/batch", "[" + Call.event() + "]").statusCode();
        if (refused != 200) {
            out.printf("# batches are left out: the gateway answers %d to them%n", refused);
            engines.remove(Engine.GATEWAY_BATCH);
        }
        for (Engine engine : engines) {
            measure(engine, profile.warmMillis());
        }
        for (int round = 1; round <= profile.rounds(); round++) {
            for (Engine engine : engines) {
                Measured one = measure(engine, profile.measureMillis());
                out.printf(
                        "# round %d of %d: %-32s %,8.0f events/s  p99 %.1f ms  %.2f CPU s per 10,000%n",
                        round, profile.rounds(), engine.label(), one.perSecond(), one.p99(), one.cpuSeconds());
                measured.computeIfAbsent(engine, any -> new ArrayList<>()).add(one);
            }
        }
        new Report(out).print(measured);
    }

    private Measured measure(Engine engine, int millis) throws Exception {
        if (engine == Engine.GATEWAY_PUBLISH_ALONE) {
            streams.pauseConsumers();
        }
        RunningProcess process = engine.isGateway() ? gateway.process() : bare.process();
        String stream = engine.isGateway() ? Streams.EVENTS : BARE;
        long before = streams.stored(stream);
        double cpu = process.cpuSeconds();
        LoadClient.Load load = client.run(call(engine), engine.connections(), millis);
        if (engine == Engine.GATEWAY_PUBLISH_ALONE) {
            cpu = process.cpuSeconds() - cpu;
            streams.resumeConsumers();
            streams.awaitIdle();
        } else {
            streams.awaitIdle();
            cpu = process.cpuSeconds() - cpu;
        }
        requireStored(load.events(), streams.stored(stream) - before);
        return new Measured(load.perSecond(), load.millis(0.5), load.millis(0.99), cpu / load.events() * 10_000);
    }

    private Call call(Engine engine) {
        return switch (engine) {
            case BARE -> Call.single(bare.url("/publish"), "");
            case GATEWAY_BATCH ->
                Call.batch(gateway.url("/events/publish/batch"), gateway.authorization(), engine.events());
            case GATEWAY, GATEWAY_PUBLISH_ALONE -> Call.single(gateway.url("/events/publish"), gateway.authorization());
        };
    }

    private static void requireStored(long acknowledged, long stored) {
        if (stored < acknowledged) {
            throw new IllegalStateException(acknowledged + " events were acknowledged and only " + stored + " stored");
        }
    }
}
