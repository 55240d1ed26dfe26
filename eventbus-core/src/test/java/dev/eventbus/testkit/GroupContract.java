package dev.eventbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.eventbus.Durability;
import dev.eventbus.Published;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.Transport;
import dev.eventbus.transport.Transport.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every transport does for live listeners that share the events of a group. */
public abstract class GroupContract extends LiveContract {
    private static final Duration QUIET = Duration.ofMillis(200);

    @Test
    protected void ofAGroupOneAloneGetsEachEvent() throws Exception {
        Inbox members = new Inbox();
        join(transport, all(), "g", members);
        join(transport, all(), "g", members);
        join(transport, all(), "g", members);

        List<String> sent = publishLive(30);

        assertThat(members.nextIds(30)).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(members.stays(QUIET)).isTrue();
    }

    @Test
    protected void theMembersOfAGroupAllHaveTheirShare() throws Exception {
        Inbox one = new Inbox();
        Inbox two = new Inbox();
        join(transport, all(), "g", one);
        join(transport, all(), "g", two);

        publishLive(40);

        one.next();
        two.next();
    }

    @Test
    protected void whoIsInNoGroupGetsEveryEventBesideIt() throws Exception {
        Inbox member = new Inbox();
        join(transport, all(), "g", member);
        Inbox loner = listen(all());

        List<String> sent = publishLive(10);

        assertThat(loner.nextIds(10)).containsExactlyElementsOf(sent);
        assertThat(member.nextIds(10)).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    protected void eachGroupGetsEveryEvent() throws Exception {
        Inbox one = new Inbox();
        Inbox two = new Inbox();
        join(transport, all(), "g1", one);
        join(transport, all(), "g2", two);

        List<String> sent = publishLive(10);

        assertThat(one.nextIds(10)).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(two.nextIds(10)).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    protected void aGroupIsOfThoseWhoWantTheSameFiltersIncluded() throws Exception {
        Inbox plain = new Inbox();
        Inbox filtered = new Inbox();
        join(transport, all(), "g", plain);
        join(transport, TopicPattern.parse(all() + ".k.v"), "g", filtered);

        String sent = publish(TestEvents.on(topic("e", "i") + ".k.v"), Durability.EPHEMERAL)
                .eventId();

        assertThat(plain.nextIds(1)).containsExactly(sent);
        assertThat(filtered.nextIds(1)).containsExactly(sent);
    }

    @Test
    protected void aMemberThatClosesIsLeftOutAtOnce() throws Exception {
        Inbox stays = new Inbox();
        Inbox leaves = new Inbox();
        join(transport, all(), "g", stays);
        Transport second = elsewhere();
        Registration leaving = join(second, all(), "g", leaves);
        Registration leavingToo = join(transport, all(), "g", leaves);
        leaving.close();
        leavingToo.close();

        List<String> sent = publishLive(20);

        assertThat(stays.nextIds(20)).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(leaves.isEmpty()).isTrue();
    }

    @Test
    protected void noEventIsLostWhenOneOfSeveralMembersCloses() throws Exception {
        Inbox members = new Inbox();
        join(transport, all(), "g", members);
        List<Registration> leaving = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            leaving.add(join(i % 2 == 0 ? elsewhere() : transport, all(), "g", members));
        }

        List<String> sent = new ArrayList<>();
        for (Registration registration : leaving) {
            sent.addAll(publishLive(20));
            registration.close();
        }

        assertThat(members.nextIds(sent.size())).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    protected void aGroupSpansInstances() throws Exception {
        assumeTrue(transport.capabilities().crossesInstances(), "there is one instance alone");
        Inbox both = new Inbox();
        Inbox here = new Inbox();
        Inbox there = new Inbox();
        transport.listen(all(), "g", (event, topic, position) -> {
            here.onEvent(event, topic, position);
            both.onEvent(event, topic, position);
        });
        another().listen(all(), "g", (event, topic, position) -> {
            there.onEvent(event, topic, position);
            both.onEvent(event, topic, position);
        });

        List<String> sent = publishLive(100);

        assertThat(both.nextIds(100)).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(both.stays(QUIET)).isTrue();
        here.next();
        there.next();
    }

    @Test
    protected void aGroupGetsPersistentEventsOnceTheyAreStored() throws Exception {
        assumePersistent();
        Inbox members = new Inbox();
        join(transport, all(), "g", members);
        join(elsewhere(), all(), "g", members);

        Published published = publish(event("e", "i"), Durability.PERSISTENT);

        assertThat(members.next().position()).isEqualTo(published.position());
        assertThat(members.stays(QUIET)).isTrue();
    }

    @Test
    protected void whoJoinsAGroupAnewGetsEventsAgain() throws Exception {
        join(transport, all(), "g", new Inbox()).close();
        Inbox again = new Inbox();
        join(transport, all(), "g", again);

        List<String> sent = publishLive(5);

        assertThat(again.nextIds(5)).containsExactlyElementsOf(sent);
    }

    private static Registration join(Transport transport, TopicPattern pattern, String group, Inbox inbox) {
        return transport.listen(pattern, group, inbox::onEvent);
    }

    private Transport elsewhere() throws Exception {
        return transport.capabilities().crossesInstances() ? another() : transport;
    }

    private List<String> publishLive(int count) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(publish(event("e", "i" + i), Durability.EPHEMERAL).eventId());
        }
        return ids;
    }
}
