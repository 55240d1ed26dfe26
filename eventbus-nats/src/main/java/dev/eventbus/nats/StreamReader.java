package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import dev.eventbus.transport.ReadListener;
import dev.eventbus.transport.ReadSpec;
import dev.eventbus.transport.StartAt;
import dev.eventbus.transport.Transport.Registration;
import io.nats.client.Connection;
import io.nats.client.api.ConsumerConfiguration;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the stream in order, each message once, and goes on with what is stored later. Whenever anything is in doubt it
 * makes a new consumer behind the message it read last.
 *
 * <pre>
 *   look at the stream ─▶ (find the last of each) ─▶ make a consumer ─▶ next message ─┐
 *    ▲                                                          ▲─────────────────────┤
 *    └──── lost something, consumer gone, silence, connection renewed ◀───────────────┘
 * </pre>
 */
final class StreamReader implements Registration {
    private static final Logger LOG = LoggerFactory.getLogger(NatsTransport.class);
    private static final String COULD_NOT = "Could not read the store";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final NatsConnection connection;
    private final ReadSpec spec;
    private final ReadCalls calls;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<@Nullable ReadConsumer> bound = new AtomicReference<>();
    private final AtomicBoolean renewed = new AtomicBoolean();
    private final Runnable stopWatching;

    // Touched by start(), then by the thread alone.
    private final ReadCursor cursor;
    private long @Nullable [] selected;
    private Duration pause = FIRST_PAUSE;
    private String lastFailure = "";

    private StreamReader(NatsConnection connection, ReadSpec spec, ReadListener listener) {
        this.connection = connection;
        this.spec = spec;
        this.calls = new ReadCalls(spec.pattern(), listener);
        this.cursor = new ReadCursor(spec.start());
        this.thread = Thread.ofVirtual().name("nats-read").unstarted(this::run);
        this.stopWatching = connection.whenUp(this::renew);
    }

    static StreamReader start(NatsConnection connection, ReadSpec spec, ReadListener listener) {
        StreamReader reader = new StreamReader(connection, spec, listener);
        if (spec.start() instanceof StartAt.New) {
            reader.settleNow();
        }
        reader.thread.start();
        return reader;
    }

    /** "From now on" means from before this returns. */
    private void settleNow() {
        try {
            var unused = cursor.look(StreamView.of(JetStreamApi.of(connection.require(COULD_NOT), COULD_NOT)));
        } catch (EventBusException e) {
            cursor.beginAt(InstantSource.system().instant());
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void run() {
        try {
            while (!isClosed()) {
                goOn();
            }
        } finally {
            unbind();
        }
    }

    private void goOn() {
        try {
            ReadConsumer consumer = bound.get();
            if (consumer == null) {
                bind();
            } else {
                take(consumer, consumer.next());
            }
        } catch (LastOfEach.TooManyException e) {
            calls.failure(e);
            closed.countDown();
        } catch (EventBusException e) {
            failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            LOG.debug("Reading was interrupted, most likely to end it", e);
        } catch (RuntimeException e) { // nobody would notice a reader whose thread is gone
            LOG.error("Could not read the store, for a reason nobody thought of", e);
            failed(String.valueOf(e));
        }
    }

    private void bind() throws InterruptedException {
        Connection current = connection.require(COULD_NOT);
        JetStreamApi api = JetStreamApi.of(current, COULD_NOT);
        look(api);
        if (spec.lastPerResource() && !cursor.isCaughtUp() && selected == null) {
            selected = select(current, api);
        }
        ReadConsumer consumer = make(current, api, cursor.startOf(filtered(current)));
        if (cursor.isAtEnd() || consumer.pendingAtStart() == 0) {
            caughtUp();
        }
    }

    private void look(JetStreamApi api) {
        switch (cursor.look(StreamView.of(api))) {
            case ReadCursor.Found.Same same -> {}
            case ReadCursor.Found.Anew anew -> selected = null;
            case ReadCursor.Found.Gap(long from, long to) -> calls.gap(from, to);
        }
    }

    private ReadConsumer make(Connection current, JetStreamApi api, ConsumerConfiguration.Builder what) {
        ReadConsumer consumer = ReadConsumer.create(current, api, EventStream.NAME, what);
        bound.set(consumer);
        if (isClosed()) {
            consumer.abandon(); // who closed may have seen none yet
        }
        return consumer;
    }

    private ConsumerConfiguration.Builder filtered(Connection current) {
        List<String> subjects = Subjects.storedInterest(spec.pattern());
        boolean one = subjects.size() == 1 || ServerFeature.MULTIPLE_FILTERS.isIn(current.getServerInfo());
        return ConsumerConfiguration.builder().filterSubjects(one ? subjects : List.of(Subjects.coarser(subjects)));
    }

    /** What is stored when the consumer is there counts, and it brings what comes later, too. */
    private long[] select(Connection current, JetStreamApi api) throws InterruptedException {
        LastOfEach last = new LastOfEach(spec.pattern());
        ReadConsumer consumer = make(current, api, last.narrow(filtered(current), cursor));
        cursor.endAt(StreamView.of(api).last());
        long[] sequences = last.survey(consumer, cursor.end());
        unbind();
        cursor.skipTo(sequences.length == 0 ? cursor.end() + 1 : sequences[0]);
        return sequences;
    }

    private void take(ReadConsumer consumer, ReadStep step) {
        switch (step) {
            case ReadStep.Got got -> {
                isWell();
                handOver(got);
            }
            case ReadStep.Quiet quiet -> {
                isWell();
                if (!cursor.isCaughtUp() && consumer.isThrough()) {
                    caughtUp();
                }
            }
            case ReadStep.Broken(String why) -> failed(why);
        }
    }

    private void handOver(ReadStep.Got got) {
        long sequence = got.sequence();
        if (sequence > cursor.end()) {
            caughtUp();
        }
        if (cursor.advance(sequence) && isSelected(sequence)) {
            calls.event(got);
        }
        if (cursor.isAtEnd() || got.isLast()) {
            caughtUp();
        }
    }

    private boolean isSelected(long sequence) {
        return selected == null || sequence > cursor.end() || Arrays.binarySearch(selected, sequence) >= 0;
    }

    private void caughtUp() {
        if (!cursor.isCaughtUp()) {
            cursor.caughtUp();
            selected = null;
            calls.caughtUp(cursor.end());
        }
    }

    private void isWell() {
        pause = FIRST_PAUSE;
        if (!lastFailure.isEmpty()) {
            lastFailure = "";
            LOG.info("Reading the store again");
        }
    }

    private void failed(String why) {
        unbind();
        if (isClosed() || renewed.getAndSet(false)) {
            return;
        }
        if (!why.equals(lastFailure)) {
            lastFailure = why;
            LOG.warn("Cannot read the store now; trying until it works error={}", why);
        }
        try {
            if (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS) && pause.compareTo(LONGEST_PAUSE) < 0) {
                pause = pause.multipliedBy(2);
            }
        } catch (InterruptedException e) {
            LOG.debug("Reading was interrupted, most likely to end it", e);
        }
    }

    private void unbind() {
        ReadConsumer consumer = bound.getAndSet(null);
        if (consumer != null) {
            consumer.close();
        }
    }

    /** The server forgot the pull with the connection it came by: no need to wait for its silence. */
    private void renew() {
        renewed.set(true);
        abandonConsumer();
    }

    private void abandonConsumer() {
        ReadConsumer consumer = bound.get();
        if (consumer != null) {
            consumer.abandon();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        stopWatching.run();
        calls.stop(thread);
        abandonConsumer();
        if (Thread.currentThread() == thread) {
            return; // closed by its own listener, which cannot wait for itself
        }
        try {
            if (!thread.join(STOP)) {
                LOG.warn("Stopped waiting for a listener that does not return from the event it was told");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
