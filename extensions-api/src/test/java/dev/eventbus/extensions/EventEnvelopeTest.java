package dev.eventbus.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Event;
import dev.eventbus.EventMetadata;
import dev.eventbus.Payload;
import org.junit.jupiter.api.Test;

class EventEnvelopeTest {
    @Test
    void carriesWhatTheExtensionContractNames() {
        Event event = Events.dealClosed();

        assertThat(EventEnvelope.of(event))
                .isEqualTo(new EventEnvelope(
                        "e1", "crm.deal.closed", "demo", "user-1", "1.0", Events.THEN, event.payload()));
    }

    @Test
    void makesTheKeyOfAnEventThatWasPublishedWithoutOne() {
        Event event = new Event(
                "e1", "demo", "crm", "deal:stage", "_", "changed", Events.THEN, Payload.NULL, EventMetadata.EMPTY);

        assertThat(EventEnvelope.of(event).eventKey()).isEqualTo("crm.deal.stage.changed");
    }
}
