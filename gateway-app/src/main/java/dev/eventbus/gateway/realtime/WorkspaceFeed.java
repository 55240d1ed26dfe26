package dev.eventbus.gateway.realtime;

import dev.eventbus.Attempt;
import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.Subscription;
import dev.eventbus.Verdict;
import dev.eventbus.dispatch.Overflow;
import dev.eventbus.json.EventCodec;
import dev.eventbus.topic.TopicIndex;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The events of one workspace on their way to its connected clients: one subscription on the bus for all of them, and
 * each event serialised once.
 */
final class WorkspaceFeed implements AutoCloseable {
    private final TopicIndex<Interest> interests = new TopicIndex<>();
    private final Subscription subscription;

    WorkspaceFeed(EventBus bus, String workspaceId) {
        SubscribeOptions everything =
                SubscribeOptions.to("*.*.*").org(workspaceId).concurrency(1).overflow(Overflow.DROP_OLDEST);
        subscription = bus.subscribe(everything, this::spread);
    }

    void add(Interest interest) {
        interests.add(interest.pattern(), interest);
    }

    void remove(Interest interest) {
        interests.remove(interest.pattern(), interest);
    }

    @Override
    public void close() {
        subscription.close();
    }

    private Verdict spread(Event event, Attempt attempt) {
        Map<Client, List<String>> refs = new LinkedHashMap<>();
        interests.match(
                event.topic(),
                interest -> refs.computeIfAbsent(interest.client(), client -> new ArrayList<>())
                        .add(interest.ref()));
        if (!refs.isEmpty()) {
            String json = new String(EventCodec.encode(event), StandardCharsets.UTF_8);
            refs.forEach((client, wanted) -> client.sink().take(wanted, attempt.position(), json));
        }
        return Verdict.ack();
    }
}
