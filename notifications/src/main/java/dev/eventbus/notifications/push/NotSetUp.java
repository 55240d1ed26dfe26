package dev.eventbus.notifications.push;

import dev.eventbus.notifications.device.Device;
import dev.eventbus.notifications.device.DeviceKind;
import java.util.Optional;

/** Stands for a push service that no operator has set up; its devices are refused when they register. */
record NotSetUp(DeviceKind kind, String variables) implements PushService {
    @Override
    public Optional<String> missing() {
        return Optional.of(kind + " is not set up here: an operator has to set " + variables);
    }

    @Override
    public String origin(Device device) {
        return "";
    }

    @Override
    public Answer push(Device device, Message message) {
        return new Answer.Refused("this kind of device is not set up here any more");
    }
}
