package dev.eventbus.gateway.channels.pull;

/** What every pull needs. */
record Tools(Fetch fetch, Progress progress, Intake intake, Waits waits) {}
