package dev.eventbus.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventbus.it.stack.Application;
import dev.eventbus.it.stack.DemoUser;
import dev.eventbus.it.stack.LocalStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A running stack with the questions that tests ask it. */
public record Platform(LocalStack stack) {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** A client signed in as this user. */
    public Api as(DemoUser user) {
        return new Api(stack.gateway().url()).signIn(user.email(), user.password());
    }

    /** A client of the administrator of everything. */
    public Api asAdmin() {
        return as(stack.users().getFirst());
    }

    /** A client of another gateway of the stack, as this user. */
    public static Api at(Application gateway, DemoUser user) {
        return new Api(gateway.url()).signIn(user.email(), user.password());
    }

    /** A client without credentials. */
    public Api asNobody() {
        return new Api(stack.gateway().url());
    }

    /** A client of the demo receiver. */
    public Api receiver() {
        return new Api(stack.receiverUrl());
    }

    /** Waits longer than any redelivery takes. */
    public static ConditionFactory eventually() {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions();
    }

    /** The bodies the demo receiver got, oldest first. */
    public List<JsonNode> receivedEnvelopes() {
        List<JsonNode> envelopes = new ArrayList<>();
        for (JsonNode request : receiver().get("/received").body()) {
            envelopes.add(Api.parse(request.path("body").asText()));
        }
        return envelopes;
    }

    /** The ids of the events the demo receiver got, each once. */
    public Set<String> receivedEventIds() {
        return receivedEnvelopes().stream()
                .map(envelope -> envelope.path("message_id").asText())
                .collect(Collectors.toSet());
    }

    /** Every item of a list of the gateway, over all of its pages. */
    public static List<JsonNode> allPages(Api api, String path) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            String separator = path.contains("?") ? "&" : "?";
            JsonNode page = api.get(path + separator + "limit=100" + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .expect(200)
                    .body();
            page.path("items").forEach(items::add);
            cursor = page.path("nextCursor").asText("");
        } while (!cursor.isEmpty() && !cursor.equals("null"));
        return items;
    }

    /** One text member of each item. */
    public static List<String> each(Iterable<JsonNode> items, String member) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.path(member).asText())
                .toList();
    }
}
