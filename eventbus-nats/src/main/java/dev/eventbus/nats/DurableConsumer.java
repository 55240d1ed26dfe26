package dev.eventbus.nats;

import dev.eventbus.Event;
import dev.eventbus.Verdict;
import dev.eventbus.dispatch.Timer;
import dev.eventbus.json.EventCodec;
import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.DeliverySink;
import dev.eventbus.transport.DurableSpec;
import dev.eventbus.transport.Transport.Registration;

/** Takes stored events from a durable consumer to a sink. What is no event is dead-lettered and blocks nothing. */
final class DurableConsumer implements Registration {
    /** For those that wait for a retry at the server; an ordered durable's wait here, and are among the unsettled. */
    private static final int PARKING_ROOM = 1_000;

    private final NatsConnection connection;
    private final DurableSpec spec;
    private final TopicPattern positions;
    private final DeliverySink sink;
    private final Timer timer;
    private final Puller puller;

    private DurableConsumer(NatsConnection connection, DurableSpec spec, DeliverySink sink, Timer timer) {
        this.connection = connection;
        this.spec = spec;
        this.positions = spec.pattern().withoutFilters();
        this.sink = sink;
        this.timer = timer;
        this.puller = new Puller(connection, pullSpec(spec), PullMode.of(spec.ordered()), this::handOver);
    }

    static DurableConsumer start(NatsConnection connection, DurableSpec spec, DeliverySink sink, Timer timer) {
        DurableConsumer consumer = new DurableConsumer(connection, spec, sink, timer);
        consumer.puller.start();
        return consumer;
    }

    private static PullSpec pullSpec(DurableSpec spec) {
        return new PullSpec(
                EventStream.NAME,
                spec.name(),
                spec.name(),
                Subjects.storedInterest(spec.pattern()),
                spec.start(),
                spec.concurrency(),
                spec.ackWait(),
                spec.maxDeliver(),
                spec.ordered() ? 0 : PARKING_ROOM);
    }

    private void handOver(PulledDelivery pulled) {
        Event event;
        Topic topic;
        try {
            event = TraceHeader.read(
                    EventCodec.decode(pulled.data()), pulled.message().getHeaders());
            topic = event.topic();
            if (!Subjects.carries(pulled.subject(), topic)) {
                throw new IllegalArgumentException("its subject is another's than its topic " + topic);
            }
        } catch (IllegalArgumentException e) {
            pulled.settle(
                    new Verdict.DeadLetter(Verdict.DeadLetter.MALFORMED, "Not an event: " + e.getMessage(), null));
            return;
        }
        String traceId = event.metadata().traceId();
        if (traceId != null) {
            pulled.deadLetterHeader(DeadLetters.TRACE_ID, traceId);
        }
        if (positions.matches(topic)) {
            sink.accept(new EventDelivery(pulled, event, topic, timer, spec));
        } else {
            // Coarser filters than asked for: an old server, or a wildcard within a resource.
            pulled.settle(Verdict.ack());
        }
    }

    @Override
    public void close() {
        puller.close();
        connection.flush(EventStream.PATIENCE);
    }
}
