package dev.eventbus.bench.nats;

import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.JetStream;
import io.nats.client.MessageConsumer;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** What one writes with the client library alone: the same subjects, bodies, headers and window. */
final class JnatsClient implements Client {
    private final Workload workload;
    private final Bodies bodies;
    private final Connection connection;
    private final JetStream jetStream;
    private final Semaphore window = new Semaphore(WINDOW);

    private JnatsClient(Workload workload, Bodies bodies, Connection connection, JetStream jetStream) {
        this.workload = workload;
        this.bodies = bodies;
        this.connection = connection;
        this.jetStream = jetStream;
    }

    static JnatsClient connect(String url, Workload workload, Bodies bodies) throws Exception {
        Options options = new Options.Builder()
                .server(url)
                .maxMessagesInOutgoingQueue(20_000)
                .dontForceFlushOnRequest()
                .build();
        Connection connection = Nats.connect(options);
        return new JnatsClient(workload, bodies, connection, connection.jetStream());
    }

    @Override
    public void send(long number) {
        connection.publish(workload.liveSubject(number), bodies.write(number));
    }

    @Override
    public CompletableFuture<PublishAck> store(long number) {
        window.acquireUninterruptibly();
        return jetStream
                .publishAsync(NatsMessage.builder()
                        .subject(workload.storedSubject(number))
                        .headers(new Headers().put("Nats-Msg-Id", workload.id(number)))
                        .data(bodies.write(number))
                        .build())
                .whenComplete((ack, failure) -> window.release());
    }

    @Override
    public void onLive(Runnable received) {
        var unused = connection
                .createDispatcher(message -> {
                    bodies.read(message.getData());
                    received.run();
                })
                .subscribe("live.*.crm.deal.closed.>");
    }

    @Override
    public AutoCloseable consume(String durable, Runnable handled) throws Exception {
        ConsumerConfiguration consumer = ConsumerConfiguration.builder()
                .durable(durable)
                .filterSubject("events.*.crm.deal.closed.>")
                .ackWait(Duration.ofSeconds(30))
                .maxAckPending(2L * WINDOW)
                .build();
        connection.jetStreamManagement().addOrUpdateConsumer(Workload.STREAM, consumer);
        MessageConsumer running = connection
                .getStreamContext(Workload.STREAM)
                .getConsumerContext(durable)
                .consume(ConsumeOptions.builder().batchSize(WINDOW).build(), message -> {
                    bodies.read(message.getData());
                    handled.run();
                    message.ack();
                });
        return () -> {
            running.stop();
            running.close();
        };
    }

    @Override
    public void close() throws Exception {
        connection.close();
    }
}
