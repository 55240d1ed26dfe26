package dev.eventbus.notifications.device;

import java.util.Optional;

/** Says which kinds of devices can be pushed to here, and what an operator has to set for the others. */
public interface Registrable {
    /** In words for whoever registers a device, naming the variable that is missing; empty if nothing is. */
    Optional<String> missingFor(DeviceKind kind);
}
