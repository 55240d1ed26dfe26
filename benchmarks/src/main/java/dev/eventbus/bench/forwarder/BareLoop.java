package dev.eventbus.bench.forwarder;

import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.Semaphore;

/**
 * The limit: pull as many as there are free permits, POST with the same HTTP client, acknowledge what was answered with
 * 2xx. The body is wrapped in what costs nothing to make and is as long as our envelope. It checks, retries and
 * measures nothing; what fails comes again by its ack wait.
 */
final class BareLoop {
    private static final byte[] BEFORE = "{\"subject\":\"bench.subject\",\"data\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER = ",\"timestamp\":\"2026-11-21T08:09:50Z\",\"message_id\":\"nats-msg-1234567\"}"
            .getBytes(StandardCharsets.US_ASCII);

    private final HttpClient client;
    private final RequestOptions request;
    private final Semaphore permits;

    private BareLoop(HttpClient client, Job job) {
        URI url = URI.create(job.url());
        this.client = client;
        this.request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(url.getHost())
                .setPort(url.getPort())
                .setURI(url.getPath())
                .putHeader("Content-Type", "application/json");
        this.permits = new Semaphore(job.concurrency());
    }

    public static void main(String[] words) throws Exception {
        Job job = Job.of(words);
        Connection connection = Nats.connect(new Options.Builder()
                .server(job.nats())
                .dontForceFlushOnRequest()
                .build());
        ConsumerConfiguration consumer = ConsumerConfiguration.builder()
                .durable(job.durable())
                .filterSubject(job.subject())
                .ackPolicy(AckPolicy.Explicit)
                .ackWait(Duration.ofSeconds(10))
                .maxAckPending(10_000)
                .build();
        connection.jetStreamManagement().addOrUpdateConsumer(job.stream(), consumer);
        JetStreamSubscription subscription =
                connection.jetStream().subscribe(null, PullSubscribeOptions.fastBind(job.stream(), job.durable()));
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(job.concurrency());
        new BareLoop(Vertx.vertx().createHttpClient(pool), job).run(subscription);
    }

    private void run(JetStreamSubscription subscription) throws InterruptedException {
        while (true) {
            permits.acquire();
            int free = 1 + permits.drainPermits();
            Iterator<Message> messages = subscription.iterate(free, Duration.ofSeconds(3));
            while (messages.hasNext()) {
                free--;
                post(messages.next());
            }
            permits.release(free);
        }
    }

    private void post(Message message) {
        Buffer body = Buffer.buffer(message.getData().length + 128)
                .appendBytes(BEFORE)
                .appendBytes(message.getData())
                .appendBytes(AFTER);
        client.request(request)
                .compose(made -> made.send(body))
                .compose(response -> response.end().map(end -> response.statusCode() / 100 == 2))
                .onComplete(answer -> {
                    if (answer.succeeded() && answer.result()) {
                        message.ack();
                    }
                    permits.release();
                });
    }
}
