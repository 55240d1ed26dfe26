package dev.eventbus;

import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.DeliverySink;
import dev.eventbus.transport.DurableSpec;
import dev.eventbus.transport.Transport;
import dev.eventbus.transport.Transport.Registration;

/** Where a subscription's events come from; filters are checked here, because transports need not. */
record Sources(Transport transport, BusSettings settings, LocalEvents local) {
    /** Deliveries beyond the policy's attempts, for those whose handler a crash kept from saying anything. */
    private static final int CRASHES = 10;

    Registration open(SubscribeOptions options, Intake intake) {
        String durable = options.durableName();
        if (durable != null) {
            return durable(durableSpec(durable, options), intake);
        }
        return options.isLocalOnly() ? local.listen(options.pattern(), intake) : live(options, intake);
    }

    private Registration live(SubscribeOptions options, Intake intake) {
        TopicPattern pattern = options.pattern();
        return transport.listen(pattern, options.groupName(), (event, topic, position) -> {
            if (pattern.matches(topic)) {
                intake.offerNow(event, position);
            }
        });
    }

    private Registration durable(DurableSpec spec, Intake intake) {
        return consume(spec, delivery -> {
            if (spec.pattern().matches(delivery.topic())) {
                intake.offer(delivery, spec, settings.timer());
            } else {
                delivery.settle(Verdict.ACK);
            }
        });
    }

    /** With a sink of the bus's own, dead letters never reach the transport. */
    private Registration consume(DurableSpec spec, DeliverySink intake) {
        DeadLetterSink own = settings.deadLetters();
        if (own == null) {
            return transport.consume(spec, intake);
        }
        FirstFailures failures = new FirstFailures(settings.clock());
        return transport.consume(
                spec, delivery -> intake.accept(new SinkDelivery(delivery, spec.name(), own, failures)));
    }

    private DurableSpec durableSpec(String name, SubscribeOptions options) {
        long maxDeliver = (long) options.retry().maxAttempts() + CRASHES;
        return new DurableSpec(
                name,
                options.pattern(),
                options.start(),
                options.orderKey() != null,
                settings.window(options),
                options.ackWait(),
                (int) Math.min(Integer.MAX_VALUE, maxDeliver));
    }
}
