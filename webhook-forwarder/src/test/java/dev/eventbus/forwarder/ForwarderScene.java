package dev.eventbus.forwarder;

import static org.awaitility.Awaitility.await;

import dev.eventbus.nats.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.awaitility.core.ConditionFactory;

/** A nats-server with stream S on {@code s.>}, and forwarders of one folder: subscription and consumer are {@code c}. */
final class ForwarderScene implements AutoCloseable {
    private static final int WINDOW = 1_000;

    final NatsServer nats = NatsServer.start();
    final Connection connection;
    private final Path folder;
    private final List<ForwarderProcess> started = new ArrayList<>();

    ForwarderScene(Path folder) throws Exception {
        this.folder = folder;
        this.connection = Nats.connect(io.nats.client.Options.builder()
                .server(nats.url())
                .maxReconnects(-1)
                .build());
    }

    /** @param more keys of the subscription, one a line, without indent */
    void configure(String url, String more) throws Exception {
        Files.writeString(folder.resolve("10.yml"), """
                streams: [{ name: S, subjects: ["s.>"] }]
                subscriptions:
                  - name: c
                    subject: "s.>"
                    consumer: c
                    webhook: { url: "%s" }
                """.formatted(url) + more.indent(4));
    }

    ForwarderProcess start() {
        ForwarderProcess forwarder = ForwarderProcess.start(folder, Map.of("NATS_URL", nats.url()));
        started.add(forwarder);
        patiently().until(forwarder::isReady);
        return forwarder;
    }

    static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(50));
    }

    /** Publishes m0, m1… with these ids, and returns once all are stored. */
    void publish(int count, IntFunction<String> subject) throws Exception {
        List<CompletableFuture<PublishAck>> unconfirmed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Headers headers = new Headers().put("Nats-Msg-Id", "m" + i);
            unconfirmed.add(connection
                    .jetStream()
                    .publishAsync(subject.apply(i), headers, "{}".getBytes(StandardCharsets.UTF_8)));
            if (unconfirmed.size() == WINDOW) {
                unconfirmed.forEach(CompletableFuture::join);
                unconfirmed.clear();
            }
        }
        unconfirmed.forEach(CompletableFuture::join);
    }

    ConsumerInfo consumer() throws Exception {
        return connection.jetStreamManagement().getConsumerInfo("S", "c");
    }

    long unsettled() throws Exception {
        return consumer().getNumAckPending() + consumer().getNumPending();
    }

    /** The message ids of all dead letters there are. */
    Set<String> deadLetters() throws Exception {
        Set<String> ids = new LinkedHashSet<>();
        JetStreamSubscription letters = connection
                .jetStream()
                .subscribe("dlq.>", PullSubscribeOptions.builder().stream("DLQ").build());
        for (List<Message> some = letters.fetch(WINDOW, Duration.ofSeconds(1));
                !some.isEmpty();
                some = letters.fetch(WINDOW, Duration.ofSeconds(1))) {
            some.forEach(letter -> ids.add(letter.getHeaders().getFirst("Dlq-Message-Id")));
            some.forEach(Message::ack);
        }
        letters.unsubscribe();
        return ids;
    }

    @Override
    public void close() throws Exception {
        started.forEach(ForwarderProcess::close);
        connection.close();
        nats.close();
    }
}
