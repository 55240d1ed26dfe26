package dev.eventbus.testkit;

import dev.eventbus.DeadLetter;
import dev.eventbus.Event;

/** Where assertions on what a bus carries begin; to be imported beside AssertJ's own {@code assertThat}. */
public final class EventBusAssertions {
    private EventBusAssertions() {}

    public static EventAssert assertThat(Event event) {
        return new EventAssert(event);
    }

    public static DeadLetterAssert assertThat(DeadLetter letter) {
        return new DeadLetterAssert(letter);
    }
}
