package dev.eventbus.notifications.device;

import dev.eventbus.notifications.inbox.Owner;
import dev.eventbus.notifications.problem.ProblemException;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;

/** What users do with their devices; nothing is stored that could not be pushed to. */
@Singleton
final class Devices {
    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

    private final DeviceStore store;
    private final Registrable registrable;
    private final PushEndpoints endpoints;
    private final InstantSource clock;

    Devices(DeviceStore store, Registrable registrable, PushEndpoints endpoints, InstantSource clock) {
        this.store = store;
        this.registrable = registrable;
        this.endpoints = endpoints;
        this.clock = clock;
    }

    List<Device> all(Owner owner) {
        return store.all(owner);
    }

    DeviceStore.Registered register(Owner owner, DeviceRequest request) {
        registrable.missingFor(request.address().kind()).ifPresent(missing -> {
            throw ProblemException.badField("kind", missing);
        });
        if (request.address() instanceof Address.WebPush browser) {
            endpoints.require("subscription.endpoint", browser.url());
        }
        return store.register(owner, request, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    void delete(Owner owner, String id) {
        if (!ID.matcher(id).matches() || !store.delete(owner, id)) {
            throw ProblemException.notFound("no such device");
        }
    }
}
