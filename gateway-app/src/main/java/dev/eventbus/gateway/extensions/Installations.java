package dev.eventbus.gateway.extensions;

import dev.eventbus.gateway.dispatch.Subscribers;
import dev.eventbus.gateway.json.JsonMembers;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.query.Items;
import dev.eventbus.gateway.query.PageQuery;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a workspace can do with extensions; a change is live here once its method returns. Blocks. */
@ApplicationScoped
class Installations {
    private final Extensions extensions;
    private final InstallationStore store;
    private final HandlerPatterns handlers;
    private final Subscribers subscribers;

    Installations(Extensions extensions, InstallationStore store, HandlerPatterns handlers, Subscribers subscribers) {
        this.extensions = extensions;
        this.store = store;
        this.handlers = handlers;
        this.subscribers = subscribers;
    }

    Items<Installation> page(String workspaceId, PageQuery query) {
        return store.page(workspaceId, query);
    }

    /** Throws a {@link ProblemException} (404) unless it is registered, be it installed or not. */
    Installation get(String workspaceId, String key) {
        extensions.get(key);
        return store.find(workspaceId, key).orElseThrow(() -> new ProblemException(Problem.notFound()));
    }

    /** @param body empty, or an object that may say {@code enabled} */
    Installation install(String workspaceId, String key, byte[] body) {
        Boolean enabled = body.length == 0 ? null : enabled(body);
        extensions.get(key);
        store.install(workspaceId, key, enabled);
        return live(workspaceId, key);
    }

    void uninstall(String workspaceId, String key) {
        extensions.get(key);
        store.uninstall(workspaceId, key);
        subscribers.changed();
    }

    Installation enable(String workspaceId, String key, boolean enabled) {
        requireInstalled(workspaceId, key);
        store.install(workspaceId, key, enabled);
        return live(workspaceId, key);
    }

    /** What it gets: one in this process, as long as it was not told otherwise, all that its handlers take. */
    List<String> eventKeys(String workspaceId, String key) {
        Installation installation = requireInstalled(workspaceId, key);
        List<String> chosen = store.eventKeys(workspaceId, key);
        return chosen.isEmpty() && installation.type() == ExtensionType.IN_PROCESS ? handled(key) : chosen;
    }

    private List<String> handled(String key) {
        Set<String> here = handlers.of(key);
        return here.isEmpty() ? store.handled(key) : List.copyOf(new TreeSet<>(here));
    }

    List<String> replaceEventKeys(String workspaceId, String key, EventKeys request) {
        requireInstalled(workspaceId, key);
        store.replaceEventKeys(workspaceId, key, request.eventKeys());
        subscribers.changed();
        return eventKeys(workspaceId, key);
    }

    private Installation requireInstalled(String workspaceId, String key) {
        Installation installation = get(workspaceId, key);
        if (!installation.installed()) {
            throw new ProblemException(Problem.of(
                    404,
                    "NOT_INSTALLED",
                    "The extension " + key + " is not installed in this workspace; PUT it first."));
        }
        return installation;
    }

    private Installation live(String workspaceId, String key) {
        subscribers.changed();
        return get(workspaceId, key);
    }

    private static @Nullable Boolean enabled(byte[] body) {
        JsonMembers members = JsonMembers.read(body);
        Boolean enabled = members.flag("enabled");
        members.check();
        return enabled;
    }
}
