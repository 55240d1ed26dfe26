package dev.eventbus.it.fault;

import static dev.eventbus.it.Platform.each;
import static dev.eventbus.it.Platform.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.it.Api;
import dev.eventbus.it.Load;
import dev.eventbus.it.Platform;
import dev.eventbus.it.ResumingSocket;
import dev.eventbus.it.SharedStack;
import dev.eventbus.it.stack.Application;
import dev.eventbus.nats.server.NatsServer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients of the WebSocket that lose their connection, or their gateway its broker, while events are published. */
@ExtendWith(SharedStack.class)
class ReconnectIT {
    private static final Duration READY = Duration.ofSeconds(90);
    private static final int SOME = 150;

    private final Platform platform;
    private final Api ann;
    private final Application second;

    ReconnectIT(Platform platform) {
        this.platform = platform;
        this.ann = platform.as(SharedStack.ANN);
        this.second = platform.stack().anotherGateway();
    }

    @BeforeEach
    void startTheSecond() {
        second.start();
        second.awaitReady(READY);
    }

    @AfterEach
    void stopTheSecond() {
        second.close();
    }

    @Test
    void everyEventComesOnceAndInOrderWhereverTheClientComesBack() {
        Api annAtTheSecond = Platform.at(second, SharedStack.ANN);
        try (ResumingSocket here = ResumingSocket.open("again.*.*", ann);
                ResumingSocket everywhere = ResumingSocket.open("again.*.*", annAtTheSecond, ann)) {
            List<Load> loads = Stream.of("one", "two", "three", "four")
                    .map(name -> load("again." + name + ".done"))
                    .toList();
            for (int i = 0; i < 8; i++) {
                awaitMore(here);
                here.lose();
                everywhere.lose();
            }
            second.kill();
            awaitMore(here);
            second.start();
            second.awaitReady(READY);
            everywhere.lose();
            awaitMore(here);
            everywhere.lose();
            awaitMore(everywhere);
            loads.forEach(Load::close);

            for (ResumingSocket client : List.of(here, everywhere)) {
                for (Load load : loads) {
                    Set<String> wanted = new HashSet<>(load.acknowledged());
                    assertThat(load.failures()).isEmpty();
                    eventually().until(() -> new HashSet<>(client.ids()).containsAll(wanted));
                    assertThat(client.ids().stream().filter(wanted::contains).toList())
                            .isEqualTo(load.acknowledged());
                }
                assertThat(client.ids()).doesNotHaveDuplicates();
                assertThat(client.gaps()).isEmpty();
                assertThat(client.connections()).isGreaterThan(8);
            }
        }
    }

    @Test
    void nothingIsMissedByASocketThatStaysOpenWhileTheBrokerIsAway() {
        NatsServer broker = platform.stack().broker().server().orElseThrow();
        Api annAtTheSecond = Platform.at(second, SharedStack.ANN);
        try (ResumingSocket client = ResumingSocket.open("broker.away.amid", ann);
                Load load = Load.of(annAtTheSecond, "broker.away.amid")) {
            eventually().until(() -> client.ids().size() > SOME);
            broker.kill();
            try {
                eventually().until(() -> ann.get("/healthz").status() == 503);
            } finally {
                broker.restart();
            }
            int atReturn = load.acknowledged().size();
            eventually().until(() -> load.acknowledged().size() > atReturn + SOME);
            load.close();

            eventually()
                    .untilAsserted(() -> assertThat(new HashSet<>(client.ids())).containsAll(load.acknowledged()));
            assertThat(client.ids()).doesNotHaveDuplicates().containsSubsequence(load.acknowledged());
            assertThat(client.gaps()).isEmpty();
            assertThat(client.connections()).isEqualTo(1);
        }
    }

    @Test
    void everyReplicaKnowsWhoIsConnectedAndForgetsThoseOfADeadOne() {
        Api annAtTheSecond = Platform.at(second, SharedStack.ANN);
        Api bobAtTheSecond = Platform.at(second, SharedStack.BOB);
        try (ResumingSocket anns = ResumingSocket.open("present.a.b", ann);
                ResumingSocket bobs = ResumingSocket.open("present.a.b", bobAtTheSecond)) {
            String annId = ann.userId();
            String bobId = bobAtTheSecond.userId();
            for (Api api : List.of(ann, annAtTheSecond)) {
                eventually().untilAsserted(() -> assertThat(present(api)).contains(annId, bobId));
            }

            second.kill();

            eventually()
                    .untilAsserted(
                            () -> assertThat(present(ann)).contains(annId).doesNotContain(bobId));
            assertThat(anns.connections() + bobs.connections()).isEqualTo(2);
        }
    }

    private Load load(String key) {
        return Load.of(ann, key);
    }

    private static void awaitMore(ResumingSocket client) {
        int before = client.ids().size();
        eventually()
                .pollInterval(Duration.ofMillis(50))
                .until(() -> client.ids().size() > before + SOME);
    }

    private static List<String> present(Api api) {
        return each(api.get("/api/workspaces/demo/presence").expect(200).body().path("items"), "userId");
    }
}
