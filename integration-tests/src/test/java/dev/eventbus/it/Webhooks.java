package dev.eventbus.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The webhook subscriptions that a test made in the demo workspace, and the dead letters that came of them. */
public final class Webhooks implements AutoCloseable {

    private static final String SUBSCRIPTIONS = "/api/workspaces/demo/subscriptions";
    private static final String DEAD_LETTERS = "/api/workspaces/demo/dead-letters";

    private final Api owner;
    private final List<String> ids = new ArrayList<>();

    public Webhooks(Api owner) {
        this.owner = owner;
    }

    /** Subscribes a URL to an event key; attempts follow each other by {@code backoff}, not growing. */
    public String subscribe(String eventKey, String url, int retries, String backoff) {
        Map<String, Object> body = Map.of(
                "name",
                "test " + url,
                "eventPattern",
                eventKey,
                "target",
                Map.of("url", url, "timeout", "5s", "maxConcurrency", 16),
                "retry",
                Map.of("retries", retries, "backoff", backoff, "maxBackoff", backoff, "jitter", 0));
        String id =
                owner.post(SUBSCRIPTIONS, body).expect(201).body().path("id").asText();
        ids.add(id);
        return id;
    }

    /** The one subscription as the gateway tells it. */
    public JsonNode get(String id) {
        return owner.get(SUBSCRIPTIONS + "/" + id).expect(200).body();
    }

    /** The open dead letters of a subscription. */
    public List<JsonNode> deadLetters(String id) {
        return Platform.allPages(owner, DEAD_LETTERS + "?state=OPEN&subscriber=" + id);
    }

    /** How many dead letters of a subscription are open. */
    public int deadLetterCount(String id) {
        return replay(id, true).path("matched").asInt();
    }

    /** Delivers all dead letters of a subscription again and gives their number. */
    public int replay(String id) {
        return replay(id, false).path("replayed").asInt();
    }

    private JsonNode replay(String id, boolean dryRun) {
        Map<String, Object> body = Map.of("filter", Map.of("subscriber", id), "dryRun", dryRun);
        return owner.post(DEAD_LETTERS + "/replay", body).expect(200).body();
    }

    @Override
    public void close() {
        ids.forEach(id -> owner.delete(SUBSCRIPTIONS + "/" + id));
    }
}
