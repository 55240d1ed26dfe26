package dev.eventbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.Position;
import dev.eventbus.Published;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.Transport.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/**
 * What every transport does for live listeners.
 */
public abstract class LiveContract extends TransportScenario {
    @Test
    protected void handsAnEphemeralEventToALiveListener() throws Exception {
        Inbox inbox = listen(all());

        Event event = event("e", "i");
        Published published = publish(event, Durability.EPHEMERAL);

        assertThat(inbox.next().event()).isEqualTo(event);
        assertThat(published.eventId()).isEqualTo(event.id());
        assertThat(published.topic()).isEqualTo(event.topic().toString());
        assertThat(published.position()).isEqualTo(Position.NONE);
        assertThat(published.duplicate()).isFalse();
    }

    @Test
    protected void handsAPersistentEventToALiveListenerWithItsPosition() throws Exception {
        assumePersistent();
        Inbox inbox = listen(all());

        Event event = event("e", "i");
        Published published = publish(event, Durability.PERSISTENT);

        assertThat(published.position().isStored()).isTrue();
        Inbox.Got got = inbox.next();
        assertThat(got.event()).isEqualTo(event);
        assertThat(got.position()).isEqualTo(published.position());
    }

    @Test
    protected void handsLiveEventsOverInTheOrderOfOnePublisher() throws Exception {
        Inbox inbox = listen(all());

        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sent.add(publish(event("e", "i" + i), Durability.EPHEMERAL).eventId());
        }

        assertThat(inbox.nextIds(50)).containsExactlyElementsOf(sent);
    }

    @Test
    protected void doesNotHandAnEventOfOtherPositionsToALiveListener() throws Exception {
        Inbox inbox = listen(pattern("wanted", "*"));

        publish(event("other", "i"), Durability.EPHEMERAL);
        Event wanted = event("wanted", "i");
        publish(wanted, Durability.EPHEMERAL);

        assertThat(inbox.next().event()).isEqualTo(wanted);
    }

    @Test
    protected void handsAnEventOnceToEachOfTwoListeners() throws Exception {
        Inbox one = listen(all());
        Inbox two = listen(pattern("e", "*"));

        Event event = event("e", "i");
        publish(event, Durability.EPHEMERAL);
        Event last = event("e", "last");
        publish(last, Durability.EPHEMERAL);

        assertThat(one.nextIds(2)).containsExactly(event.id(), last.id());
        assertThat(two.nextIds(2)).containsExactly(event.id(), last.id());
    }

    @Test
    protected void aClosedListenerGetsNothingMore() throws Exception {
        Inbox closed = new Inbox();
        Registration registration = transport.listen(all(), closed::onEvent);
        Inbox witness = listen(all());
        registration.close();

        publish(event("e", "i"), Durability.EPHEMERAL);

        witness.next();
        assertThat(closed.isEmpty()).isTrue();
    }

    @Test
    protected void aListenerThatThrowsDisturbsNeitherPublisherNorOthers() throws Exception {
        transport.listen(all(), (event, topic, position) -> {
            throw new IllegalStateException("told to fail");
        });
        Inbox inbox = listen(all());

        publish(event("e", "1"), Durability.EPHEMERAL);
        publish(event("e", "2"), Durability.EPHEMERAL);

        assertThat(inbox.nextIds(2)).hasSize(2);
    }

    @Test
    protected void keepsTopicPayloadAndMetadataAsTheyWere() throws Exception {
        Inbox inbox = listen(all());

        Event event = TestEvents.on(topic("e", "i") + ".k.v1.k.v2.participant.part_7");
        publish(event, Durability.EPHEMERAL);

        Inbox.Got got = inbox.next();
        assertThat(got.event()).isEqualTo(event);
        assertThat(got.topic()).isEqualTo(event.topic());
        assertThat(got.event().payload().bytes()).isEqualTo(event.payload().bytes());
    }

    @Test
    protected void aClosedTransportTakesNothing() throws Exception {
        transport.close();

        assertThatThrownBy(() -> publish(event("e", "i"), Durability.EPHEMERAL))
                .isInstanceOfAny(ExecutionException.class, RuntimeException.class);
        assertThatThrownBy(() -> listen(all())).isInstanceOf(RuntimeException.class);
    }

    @Test
    protected void closingTwiceIsHarmless() {
        transport.close();

        transport.close();
    }

    @Test
    protected void everyCaseOfTheTableArrivesAtLeastWhereItMatches() throws Exception {
        for (MatchingCases.Case row : MatchingCases.valid().toList()) {
            if (row.outcome() == MatchingCases.Outcome.MATCH) {
                Inbox inbox = new Inbox();
                Event event = row.event();
                TopicPattern pattern = TopicPattern.parse(row.pattern());
                try (Registration registration = transport.listen(pattern.withoutFilters(), inbox::onEvent)) {
                    publish(event, Durability.EPHEMERAL);
                    assertThat(inbox.next().event().id()).as(row.toString()).isEqualTo(event.id());
                }
            }
        }
    }
}
