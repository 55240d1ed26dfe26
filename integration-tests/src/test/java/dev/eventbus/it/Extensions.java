package dev.eventbus.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The external services that a test registered as extensions and installed in a workspace. */
public final class Extensions implements AutoCloseable {

    private final Api admin;
    private final String workspace;
    private final List<String> keys = new ArrayList<>();

    public Extensions(Api admin, String workspace) {
        this.admin = admin;
        this.workspace = workspace;
    }

    /** Registers a service, installs it and gives it the events of one key. */
    public void install(String key, String serviceBaseUrl, String eventKey) {
        Map<String, Object> extension =
                Map.of("key", key, "name", key, "type", "EXTERNAL_SERVICE", "serviceBaseUrl", serviceBaseUrl);
        done(admin.post("/api/extensions", extension));
        keys.add(key);
        done(admin.put(path(key), Map.of()));
        done(admin.put(path(key) + "/subscriptions", Map.of("eventKeys", List.of(eventKey))));
    }

    /** Turns an extension off in the workspace; it stays installed. */
    public void disable(String key) {
        done(admin.post(path(key) + "/disable", Map.of()));
    }

    /** Turns it on again. */
    public void enable(String key) {
        done(admin.post(path(key) + "/enable", Map.of()));
    }

    /** Takes it out of the workspace. */
    public void uninstall(String key) {
        done(admin.delete(path(key)));
    }

    @Override
    public void close() {
        keys.forEach(key -> admin.delete("/api/extensions/" + key));
    }

    private String path(String key) {
        return "/api/workspaces/" + workspace + "/extensions/" + key;
    }

    private static void done(Answer answer) {
        if (answer.status() / 100 != 2) {
            throw new AssertionError("Was answered " + answer.status() + ": " + answer.text());
        }
    }
}
