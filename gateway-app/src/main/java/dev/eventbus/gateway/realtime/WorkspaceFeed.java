package dev.eventbus.gateway.realtime;

import dev.eventbus.Attempt;
import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.Position;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.Subscription;
import dev.eventbus.Verdict;
import dev.eventbus.dispatch.Overflow;
import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The events of one workspace on their way to its connected clients: one subscription on the bus for all of them, and
 * each event serialised once.
 */
final class WorkspaceFeed implements AutoCloseable {
    private final TopicIndex<Interest> index = new TopicIndex<>();
    private final Set<Interest> interests = ConcurrentHashMap.newKeySet();
    private final Consumer<Client> catchUp;
    private final LongSupplier lost;
    private final Subscription subscription;

    /** Written by the one thread that spreads. */
    private volatile Position seen = Position.NONE;

    private long known;

    /**
     * @param catchUp called with a client that is to be told from the store
     * @param lost grows when events were lost on their way here
     */
    WorkspaceFeed(EventBus bus, String workspaceId, Consumer<Client> catchUp, LongSupplier lost) {
        SubscribeOptions everything =
                SubscribeOptions.to("*.*.*").org(workspaceId).concurrency(1).overflow(Overflow.DROP_OLDEST);
        this.catchUp = catchUp;
        this.lost = lost;
        this.known = lost.getAsLong();
        CompletableFuture<Subscription> self = new CompletableFuture<>();
        this.subscription = bus.subscribe(everything, (event, attempt) -> {
            lookForLosses(self.join());
            return spread(event, attempt);
        });
        self.complete(subscription);
    }

    void add(Interest interest) {
        interests.add(interest);
        index.add(interest.wanted().pattern(), interest);
    }

    void remove(Interest interest) {
        index.remove(interest.wanted().pattern(), interest);
        interests.remove(interest);
    }

    /** The broker is away: events may be missed from now on. */
    void down() {
        Position upTo = seen;
        clients().forEach(client -> client.sink().down(upTo));
    }

    /** It is back, and so is the subscription. */
    void up() {
        clients().filter(client -> client.sink().up()).forEach(catchUp);
    }

    private Stream<Client> clients() {
        return interests.stream().map(Interest::client).distinct();
    }

    @Override
    public void close() {
        subscription.close();
    }

    /** What was dropped before this event came in is read from the store. */
    private void lookForLosses(Subscription own) {
        long now = lost.getAsLong() + own.counts().dropped();
        if (now > known) {
            known = now;
            Position upTo = seen;
            clients().filter(client -> client.sink().missed(upTo)).forEach(catchUp);
        }
    }

    private Verdict spread(Event event, Attempt attempt) {
        Topic topic = event.topic();
        Map<Client, List<Interest>> wanted = new LinkedHashMap<>();
        index.match(
                topic,
                interest -> wanted.computeIfAbsent(interest.client(), client -> new ArrayList<>(1))
                        .add(interest));
        if (!wanted.isEmpty()) {
            SharedEvent shared = SharedEvent.of(event, topic, attempt.position());
            wanted.forEach((client, interests) -> client.sink().take(interests, shared));
        }
        if (attempt.position().isStored()) {
            seen = attempt.position();
        }
        return Verdict.ack();
    }
}
