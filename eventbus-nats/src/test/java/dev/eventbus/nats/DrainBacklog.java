package dev.eventbus.nats;

import dev.eventbus.EventBus;
import dev.eventbus.SubscribeOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A process that handles so many stored events and then says how much of its heap was ever in use: url, count. */
final class DrainBacklog {
    private static final Duration DEADLINE = Duration.ofMinutes(15);

    private DrainBacklog() {}

    public static void main(String[] arguments) throws Exception {
        NatsSettings settings = NatsSettings.of(arguments[0]);
        CountDownLatch left = new CountDownLatch(Integer.parseInt(arguments[1]));
        AtomicLong bytes = new AtomicLong();
        long begin = System.nanoTime();
        try (NatsConnection connection = NatsConnection.connect(settings);
                EventBus bus = EventBus.builder()
                        .transport(NatsTransport.open(connection, settings))
                        .build()) {
            bus.subscribe(
                    SubscribeOptions.to("r.e").allOrgs().durable("backlog").concurrency(1_000), event -> {
                        bytes.addAndGet(event.payload().bytes().length);
                        left.countDown();
                    });
            if (!left.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                System.out.println("left " + left.getCount());
                System.exit(1);
            }
            long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
            System.out.println("handled " + arguments[1] + " in " + millis + " ms, peak heap " + (peakHeap() >> 20)
                    + " MiB, payload " + (bytes.get() >> 20) + " MiB");
        }
    }

    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage == null ? 0 : usage.getUsed())
                .sum();
    }
}
