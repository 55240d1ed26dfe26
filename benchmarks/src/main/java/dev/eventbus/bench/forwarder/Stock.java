package dev.eventbus.bench.forwarder;

import dev.eventbus.bench.sink.Bodies;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** The streams the engines empty: on file, numbered from 0, so that number n has sequence n + 1. */
final class Stock implements AutoCloseable {
    private static final int BYTES_UNDER_WAY = 8 << 20;

    private final Connection connection;
    private final JetStreamManagement management;
    private final JetStream jetStream;

    private Stock(Connection connection) throws IOException {
        this.connection = connection;
        this.management = connection.jetStreamManagement();
        this.jetStream = connection.jetStream();
    }

    static Stock connect(String nats) throws IOException, InterruptedException {
        return new Stock(Nats.connect(new Options.Builder()
                .server(nats)
                .maxMessagesInOutgoingQueue(20_000)
                .dontForceFlushOnRequest()
                .build()));
    }

    void create(String stream, String... subjects) throws IOException, JetStreamApiException {
        management.addStream(StreamConfiguration.builder()
                .name(stream)
                .subjects(subjects.length == 0 ? new String[] {Job.subjectOf(stream)} : subjects)
                .storageType(StorageType.File)
                .build());
    }

    void delete(String stream) throws IOException, JetStreamApiException {
        management.deleteStream(stream);
    }

    /** As fast as the server takes them. */
    void fill(String stream, int messages, int size) throws IOException, JetStreamApiException {
        publish(messages, size, number -> Job.subjectOf(stream), Double.POSITIVE_INFINITY);
        requireCount(stream, messages);
    }

    /** The subject of a number. */
    @FunctionalInterface
    interface Subjects {
        String of(int number);
    }

    /** At a steady rate: late ones are caught up. */
    void publish(int messages, int size, Subjects subjects, double perSecond) {
        int window = Math.clamp(BYTES_UNDER_WAY / size, 16, 1_000);
        Semaphore free = new Semaphore(window);
        long start = System.nanoTime();
        for (int number = 0; number < messages; number++) {
            await(start + (long) (number / perSecond * 1e9));
            free.acquireUninterruptibly();
            var unused = jetStream
                    .publishAsync(subjects.of(number), Bodies.of(number, size))
                    .whenComplete((ack, failure) -> free.release());
        }
        free.acquireUninterruptibly(window);
    }

    private static void await(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    void requireCount(String stream, long expected) throws IOException, JetStreamApiException {
        long count = management.getStreamInfo(stream).getStreamState().getMsgCount();
        if (count != expected) {
            throw new IllegalStateException("Published " + expected + ", stored " + count);
        }
    }

    ConsumerInfo consumer(String stream, String durable) throws IOException, JetStreamApiException {
        return management.getConsumerInfo(stream, durable);
    }

    void forget(String stream, String durable) throws IOException, JetStreamApiException {
        management.deleteConsumer(stream, durable);
    }

    /** When each number was stored, in nanoseconds since 1970. */
    long[] storedAt(String stream, int messages) throws IOException, JetStreamApiException, InterruptedException {
        long[] times = new long[messages];
        var headers = jetStream.subscribe(
                Job.subjectOf(stream),
                PushSubscribeOptions.builder().stream(stream)
                        .ordered(true)
                        .configuration(ConsumerConfiguration.builder()
                                .headersOnly(true)
                                .build())
                        .build());
        for (int number = 0; number < messages; number++) {
            var time = headers.nextMessage(Duration.ofSeconds(10))
                    .metaData()
                    .timestamp()
                    .toInstant();
            times[number] = time.getEpochSecond() * 1_000_000_000L + time.getNano();
        }
        headers.unsubscribe();
        return times;
    }

    @Override
    public void close() throws InterruptedException {
        connection.close();
    }
}
