package dev.eventbus.gateway.extensions;

import dev.eventbus.gateway.dispatch.Destinations;
import dev.eventbus.gateway.dispatch.Subscribers;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.query.Items;
import dev.eventbus.gateway.query.PageQuery;
import dev.eventbus.gateway.security.WebhookSecret;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** What administrators can do with the registry; a change is live here once its method returns. Blocks. */
@ApplicationScoped
class Extensions {
    private final ExtensionStore store;
    private final Destinations destinations;
    private final Subscribers subscribers;

    Extensions(ExtensionStore store, Destinations destinations, Subscribers subscribers) {
        this.store = store;
        this.destinations = destinations;
        this.subscribers = subscribers;
    }

    /** @param shownSecret a secret that was made just now and is shown this once, or null */
    record Registered(
            RegisteredExtension extension, @Nullable String shownSecret) {
        @Override
        public String toString() {
            return "Registered[" + extension.key() + "]";
        }
    }

    Items<RegisteredExtension> page(PageQuery query) {
        return store.page(query);
    }

    /** Throws a {@link ProblemException} (404) unless there is one. */
    RegisteredExtension get(String key) {
        if (!key.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new ProblemException(Problem.notFound());
        }
        return store.find(key).orElseThrow(() -> new ProblemException(Problem.notFound()));
    }

    Registered register(ExtensionRequest request) {
        checkDestination(request);
        boolean isMade = request.type() == ExtensionType.EXTERNAL_SERVICE && request.secret() == null;
        String fresh = isMade ? WebhookSecret.fresh() : null;
        switch (store.add(request, isMade ? fresh : request.secret())) {
            case DONE -> subscribers.changed();
            case KEY_TAKEN ->
                throw conflict("KEY_TAKEN", "There is an extension of the key " + request.key() + " already.");
            case TOO_MANY ->
                throw conflict(
                        "TOO_MANY_EXTENSIONS",
                        "There are " + ExtensionStore.MAX_EXTENSIONS + " extensions, the most there may be;"
                                + " delete one first.");
        }
        return new Registered(get(request.key()), fresh);
    }

    RegisteredExtension replace(ExtensionRequest request) {
        RegisteredExtension stored = get(request.key());
        if (stored.type() != request.type()) {
            throw conflict(
                    "TYPE_FIXED",
                    "The type of " + stored.key() + " is " + stored.type()
                            + " and cannot be changed; delete it and register it anew.");
        }
        checkDestination(request);
        if (!store.replace(request)) {
            throw new ProblemException(Problem.notFound());
        }
        subscribers.changed();
        return get(request.key());
    }

    void delete(String key) {
        if (get(key).isBuiltIn()) {
            throw conflict(
                    "BUILT_IN", "The extension " + key + " comes with the platform; uninstall it in a workspace.");
        }
        if (!store.remove(key)) {
            throw new ProblemException(Problem.notFound());
        }
        subscribers.changed();
    }

    private void checkDestination(ExtensionRequest request) {
        if (request.serviceBaseUrl() != null) {
            destinations.require("serviceBaseUrl", ServiceUrl.events(request.serviceBaseUrl()));
        }
    }

    private static ProblemException conflict(String code, String detail) {
        return new ProblemException(Problem.of(409, code, detail));
    }
}
