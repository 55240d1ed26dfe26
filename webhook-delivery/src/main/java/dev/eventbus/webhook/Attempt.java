package dev.eventbus.webhook;

/** What came of one attempt, and how long its phases took. */
public record Attempt(Outcome outcome, Timings timings) {}
