package dev.eventbus.bench.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.nats.server.NatsServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is compared does the same: the same bytes on the same subjects, each once. */
class NatsEnginesIT {
    private static final int EVENTS = 500;
    private static NatsServer server = NatsServer.builder().stoppedByCaller().start();

    private final Workload workload = new Workload();

    @BeforeAll
    static void tellWhere() {
        System.setProperty("bench.nats.url", server.url());
        System.setProperty("bench.nats.monitor", Integer.toString(server.monitorPort()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void storesEachEventOnceAndHandlesEachOnce(Engine engine) throws Exception {
        Meter handled = new Meter();
        try (Stored stored = Stored.open(server.url());
                Client client = engine.connect(server.url(), workload)) {
            stored.empty();
            for (int i = 0; i < EVENTS; i++) {
                client.store(i).toCompletableFuture().get();
            }
            stored.requireCount(EVENTS);

            AutoCloseable consuming = client.consume("it-" + engine, handled::increment);
            handled.await(EVENTS);
            consuming.close();

            assertThat(handled.count()).isEqualTo(EVENTS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void getsEachLiveEventOfTheOthersOnce(Engine engine) throws Exception {
        Meter received = new Meter();
        try (Stored stored = Stored.open(server.url());
                Client client = engine.connect(server.url(), workload)) {
            stored.empty();
            client.onLive(received::increment);
            long before = Broker.messagesTakenIn();
            long sent = 0;
            for (Engine other : Engine.values()) {
                try (Client sender = other.connect(server.url(), workload)) {
                    for (int i = 0; i < EVENTS; i++) {
                        sender.send(i);
                    }
                    sent += EVENTS;
                    Broker.awaitTakenIn(before + sent);
                }
            }

            received.await(sent);

            assertThat(received.count()).isEqualTo(sent);
        }
    }
}
