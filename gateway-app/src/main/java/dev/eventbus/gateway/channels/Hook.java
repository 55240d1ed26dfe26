package dev.eventbus.gateway.channels;

import dev.eventbus.gateway.channels.signature.Preset;
import java.util.List;

/**
 * What only webhook channels have.
 *
 * @param preset how requests are signed
 * @param subjects raw NATS subjects the body is published to as well, for the forwarder
 */
public record Hook(Preset preset, List<String> subjects) {}
