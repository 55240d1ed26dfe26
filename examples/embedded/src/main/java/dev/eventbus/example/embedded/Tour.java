package dev.eventbus.example.embedded;

import dev.eventbus.DeadLetter;
import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.EventContext;
import dev.eventbus.EventDraft;
import dev.eventbus.Published;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.Verdict;
import dev.eventbus.memory.MemoryTransport;
import dev.eventbus.retry.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Publishes a few events and says what its subscriptions get. */
public final class Tour {
    private static final EventContext CHAT = EventContext.of("acme", "chat").withActor("ada");

    private final Consumer<String> say;
    private final CountDownLatch attempts = new CountDownLatch(4); // one for the first order, three for the second

    Tour(Consumer<String> say) {
        this.say = say;
    }

    public static void main(String[] arguments) throws InterruptedException {
        new Tour(System.out::println).run();
    }

    void run() throws InterruptedException {
        MemoryTransport transport = new MemoryTransport();
        try (EventBus bus = EventBus.builder().transport(transport).build()) {
            subscribe(bus);
            publish(bus);

            // Durable subscriptions fetch their events; live ones have theirs queued when publish returns.
            if (!attempts.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The orders were not handled within 30 seconds");
            }
            say.accept("drained: " + bus.drain(Duration.ofSeconds(10)));
            transport.deadLetters().forEach(this::tell);
        }
    }

    private void subscribe(EventBus bus) {
        bus.subscribe(
                SubscribeOptions.to("conversation.message_posted").org("acme"),
                event -> say.accept("any message: " + text(event)));
        bus.subscribe(
                SubscribeOptions.to("conversation.*").org("acme").resource("c1"),
                event -> say.accept("about c1: " + event.eventName()));
        bus.subscribe(
                SubscribeOptions.to("conversation.message_posted").org("acme").filter("participant", "bob"),
                event -> say.accept("for bob: " + text(event)));
        bus.subscribe(
                SubscribeOptions.to("shop.order.placed")
                        .org("acme")
                        .durable("billing")
                        .orderedBy(Event::resourceId)
                        .retry(RetryPolicy.fixed(Duration.ofMillis(10), 2)),
                (event, attempt) -> {
                    say.accept("billing " + event.resourceId() + ", attempt " + attempt.number());
                    attempts.countDown();
                    bill(event.payload().as(Order.class));
                    return Verdict.ack();
                });
    }

    private static void bill(Order order) {
        if (order.total() < 0) {
            throw new IllegalStateException("total is " + order.total());
        }
    }

    private void publish(EventBus bus) {
        bus.publish(CHAT, "conversation.opened", EventDraft.of("c1", new Message("")), Durability.EPHEMERAL);
        bus.publish(
                CHAT,
                "conversation.message_posted",
                EventDraft.of("c1", new Message("hello")).filter("participant", "bob"),
                Durability.EPHEMERAL);
        bus.publish(CHAT, "conversation.message_posted", EventDraft.of("c2", new Message("hi")), Durability.EPHEMERAL);

        // The key names its source, "shop"; persistent: the stage completes when the event is stored.
        Published stored = bus.publish(
                        CHAT, "shop.order.placed", EventDraft.of("o1", new Order(12)), Durability.PERSISTENT)
                .toCompletableFuture()
                .join();
        say.accept("stored: " + stored.topic() + " at " + stored.position().sequence());
        bus.publish(CHAT, "shop.order.placed", EventDraft.of("o2", new Order(-1)), Durability.PERSISTENT);
    }

    private void tell(DeadLetter letter) {
        say.accept("dead letter: " + letter.event().resourceId() + " of " + letter.subscription() + ", "
                + letter.reason());
    }

    private static String text(Event event) {
        return event.payload().as(Message.class).text();
    }

    record Message(String text) {}

    record Order(int total) {}
}
