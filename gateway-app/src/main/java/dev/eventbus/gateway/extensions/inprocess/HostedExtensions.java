package dev.eventbus.gateway.extensions.inprocess;

import dev.eventbus.extensions.Extension;
import dev.eventbus.extensions.InProcessEventGateway;
import dev.eventbus.extensions.InProcessEventGateway.Registration;
import dev.eventbus.extensions.PlatformEventHandler;
import dev.eventbus.topic.Segments;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The extensions of this process. All handlers of one come from one place, so that nobody adds to another's. */
final class HostedExtensions {
    private final InProcessEventGateway gateway;
    private final Map<String, Hosted> hosted = new LinkedHashMap<>();

    HostedExtensions(InProcessEventGateway gateway) {
        this.gateway = gateway;
    }

    /** @param origin the jar, or what else people know the place by */
    record Hosted(String key, String name, String origin) {}

    Collection<Hosted> all() {
        return List.copyOf(hosted.values());
    }

    /**
     * Registers all handlers of a place or, throwing an {@link IllegalArgumentException} with the remedy, none: half an
     * extension would have events count as handled that its other half never saw.
     */
    void add(String origin, List<PlatformEventHandler> handlers) {
        Map<String, Hosted> added = new LinkedHashMap<>();
        List<Registration> registrations = new ArrayList<>();
        try {
            for (PlatformEventHandler handler : handlers) {
                Hosted extension = extension(origin, handler);
                requireFree(extension);
                registrations.add(gateway.register(extension.key(), handler));
                added.putIfAbsent(extension.key(), extension);
            }
        } catch (RuntimeException | LinkageError e) { // a signature may name a class that is not there
            registrations.forEach(Registration::close);
            throw e;
        }
        added.forEach(hosted::putIfAbsent);
    }

    private static Hosted extension(String origin, PlatformEventHandler handler) {
        Extension extension = handler.getClass().getAnnotation(Extension.class);
        if (extension == null) {
            throw new IllegalArgumentException(
                    handler.getClass().getName() + " must be annotated with @Extension(key = …), was not");
        }
        String key = Segments.require("@Extension key of " + handler.getClass().getName(), extension.key());
        return new Hosted(key, extension.name().isBlank() ? key : extension.name(), origin);
    }

    private void requireFree(Hosted extension) {
        Hosted other = hosted.get(extension.key());
        if (other != null && !other.origin().equals(extension.origin())) {
            throw new IllegalArgumentException("extension " + extension.key() + " is already there, from "
                    + other.origin() + "; remove one of the two or give it another key");
        }
    }
}
