package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.nats.server.NatsServer;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NatsSignalsIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static NatsServer server;
    private static NatsConnection connection;
    private static NatsSignals signals;

    @BeforeAll
    static void startServer() {
        server = NatsServer.start();
        connection = NatsConnection.connect(NatsSettings.of(server.url()));
        assertThat(connection.awaitConnected(Duration.ofSeconds(10))).isTrue();
        signals = NatsSignals.over(connection);
    }

    @AfterAll
    static void stopServer() {
        signals.close();
        connection.close();
        server.close();
    }

    @Test
    void broadcastsToEverybodyWhoListens() throws Exception {
        LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (NatsSignals.Listening one = signals.listen("b.*", signal -> heard.add("one " + signal.channel()));
                NatsSignals.Listening two = signals.listen("b.x", signal -> heard.add("two " + signal.channel()))) {
            signals.broadcast("b.x", new byte[] {1});

            assertThat(new String[] {next(heard), next(heard)}).containsExactlyInAnyOrder("one b.x", "two b.x");
        }
    }

    @Test
    void aRequestGetsAnAnswerThatComesLaterFromAnotherThread() throws Exception {
        try (NatsSignals.Listening listening =
                signals.listen("r.*", signal -> Thread.startVirtualThread(() -> signal.reply(signal.body())))) {
            byte[] answer = signals.request("r.1", new byte[] {7}, TIMEOUT)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);

            assertThat(answer).containsExactly(7);
        }
    }

    @Test
    void aRequestNobodyListensToFailsAtOnce() {
        long start = System.nanoTime();

        assertThatThrownBy(() -> signals.request("nobody", new byte[0], TIMEOUT)
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(NoListenerException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.dividedBy(2));
    }

    @Test
    void aRequestNobodyAnswersTimesOut() {
        try (NatsSignals.Listening listening = signals.listen("silent", signal -> {})) {
            assertThatThrownBy(() -> signals.request("silent", new byte[0], Duration.ofMillis(200))
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void aHandlerThatThrowsDisturbsNobody() throws Exception {
        LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (NatsSignals.Listening bad = signals.listen("t", signal -> {
                    throw new IllegalStateException("told to fail");
                });
                NatsSignals.Listening good = signals.listen("t", signal -> heard.add(signal.channel()))) {
            signals.broadcast("t", new byte[0]);

            assertThat(next(heard)).isEqualTo("t");
        }
    }

    @Test
    void refusesChannelsThatAreNone() {
        assertThatThrownBy(() -> signals.broadcast("a.*", new byte[0])).hasMessageContaining("wildcards");
        assertThatThrownBy(() -> signals.listen("a..b", signal -> {})).hasMessageContaining("channel");
    }

    private static String next(LinkedBlockingQueue<String> heard) throws InterruptedException {
        return heard.poll(10, TimeUnit.SECONDS);
    }
}
