package dev.eventbus.forwarder.admin;

import dev.eventbus.forwarder.forward.Backlogs;
import dev.eventbus.forwarder.forward.Forwarder;
import dev.eventbus.forwarder.forward.Reload;

/** What is at work once the configuration has been read. */
public record Running(Forwarder forwarder, Backlogs backlogs, Reload reload) {}
