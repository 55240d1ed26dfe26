package dev.eventbus.notifications.push;

import dev.eventbus.notifications.device.Device;
import dev.eventbus.notifications.device.DeviceKind;
import java.util.Optional;

/** One way to devices. Sends once per call; when again is not its business. */
interface PushService {
    DeviceKind kind();

    /** In words for whoever registers a device, naming the variable an operator has to set; empty if it is set up. */
    Optional<String> missing();

    /** Whom a message to this device is handed to: what one of them does says nothing of another. */
    String origin(Device device);

    /** Blocks for {@link PushLanes#LONGEST_SEND} at most; never throws for what a network or a server does. */
    Answer push(Device device, Message message);
}
