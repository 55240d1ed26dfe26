package dev.eventbus.notifications.push;

import dev.eventbus.notifications.device.Device;
import java.util.List;

/**
 * Where a notification is still to be pushed to.
 *
 * @param devices that neither took nor refused it before
 * @param taken how many took it before
 * @param refused how many refused it before
 */
record Targets(List<Device> devices, int taken, int refused) {}
