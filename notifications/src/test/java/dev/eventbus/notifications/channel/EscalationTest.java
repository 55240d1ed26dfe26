package dev.eventbus.notifications.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.notifications.channel.Situation.Membership;
import dev.eventbus.notifications.channel.Situation.Push;
import dev.eventbus.notifications.channel.Situation.Sockets;
import dev.eventbus.notifications.inbox.Status;
import dev.eventbus.notifications.rule.ChannelKind;
import dev.eventbus.notifications.rule.Priority;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscalationTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final Instant MORNING = Instant.parse("2026-11-21T09:00:00Z");

    private static String decide(ChannelKind channel, Situation situation) {
        return switch (Escalation.decide(channel, situation)) {
            case Escalation.Decision.Send() -> "send";
            case Escalation.Decision.Skip(String reason) -> "skip: " + reason;
            case Escalation.Decision.Wait(String reason, Instant until) ->
                "wait " + Duration.between(NOW, until).toSeconds() + ": " + reason;
            case Escalation.Decision.AskSockets(Instant until) ->
                "ask sockets " + Duration.between(NOW, until).toSeconds();
        };
    }

    /** sockets: what their attempt came to; again: asked a second time; grace: it is over; seems: by presence. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # channel   status     priority  sockets   push       again  grace  quiet  wanted member    seems  → decision
        WEBSOCKET | CREATED   | NORMAL | SILENT   | NOT_USED  | false | false | false | true  | MEMBER   | true  | send
        WEBSOCKET | CREATED   | LOW    | SILENT   | NOT_USED  | false | false | true  | true  | MEMBER   | true  | send
        WEBSOCKET | DELIVERED | NORMAL | SILENT   | NOT_USED  | false | false | false | true  | MEMBER   | true  | skip: delivered otherwise
        WEBSOCKET | CREATED   | NORMAL | SILENT   | NOT_USED  | false | false | false | false | MEMBER   | true  | skip: switched off by its owner
        PUSH      | CREATED   | NORMAL | NOBODY   | UNDER_WAY | false | false | false | true  | MEMBER   | false | send
        PUSH      | CREATED   | NORMAL | SILENT   | UNDER_WAY | false | false | false | true  | MEMBER   | true  | send
        PUSH      | CREATED   | NORMAL | NOT_USED | UNDER_WAY | false | false | false | true  | MEMBER   | false | send
        PUSH      | DELIVERED | URGENT | SILENT   | UNDER_WAY | false | false | false | true  | MEMBER   | true  | skip: delivered otherwise
        PUSH      | READ      | NORMAL | SILENT   | UNDER_WAY | false | false | false | true  | MEMBER   | true  | skip: read already
        PUSH      | EXPIRED   | NORMAL | SILENT   | UNDER_WAY | false | false | false | true  | MEMBER   | true  | skip: expired
        PUSH      | CREATED   | HIGH   | NOBODY   | UNDER_WAY | false | false | true  | true  | MEMBER   | false | wait 3600: quiet hours
        PUSH      | CREATED   | URGENT | NOBODY   | UNDER_WAY | false | false | true  | true  | MEMBER   | false | send
        PUSH      | CREATED   | URGENT | NOBODY   | UNDER_WAY | false | false | true  | false | MEMBER   | false | skip: switched off by its owner
        PUSH      | CREATED   | NORMAL | NOBODY   | UNDER_WAY | false | false | false | true  | STRANGER | false | skip: its owner is no member any more
        PUSH      | CREATED   | URGENT | NOBODY   | UNDER_WAY | false | false | false | true  | UNKNOWN  | false | wait 30: nobody says whether its owner is a member
        EMAIL     | CREATED   | NORMAL | NOBODY   | NOT_USED  | false | true  | false | true  | MEMBER   | false | send
        EMAIL     | CREATED   | NORMAL | NOT_USED | NOT_USED  | false | true  | false | true  | MEMBER   | true  | send
        EMAIL     | CREATED   | NORMAL | SILENT   | NOT_USED  | false | true  | false | true  | MEMBER   | false | send
        EMAIL     | CREATED   | NORMAL | SILENT   | NOT_USED  | false | true  | false | true  | MEMBER   | true  | ask sockets 10
        EMAIL     | CREATED   | NORMAL | NOBODY   | NOT_USED  | false | true  | false | true  | MEMBER   | true  | ask sockets 10
        EMAIL     | CREATED   | NORMAL | SILENT   | NOT_USED  | true  | true  | false | true  | MEMBER   | true  | send
        EMAIL     | CREATED   | NORMAL | NOBODY   | IN_VAIN   | false | true  | false | true  | MEMBER   | false | send
        EMAIL     | CREATED   | NORMAL | NOBODY   | UNDER_WAY | false | true  | false | true  | MEMBER   | false | wait 10: a push is under way
        EMAIL     | CREATED   | NORMAL | NOBODY   | REACHED   | false | true  | false | true  | MEMBER   | false | skip: reached by push
        EMAIL     | CREATED   | URGENT | NOBODY   | REACHED   | false | true  | true  | true  | MEMBER   | false | skip: reached by push
        EMAIL     | DELIVERED | NORMAL | SILENT   | IN_VAIN   | false | true  | false | true  | MEMBER   | true  | skip: delivered otherwise
        EMAIL     | READ      | URGENT | SILENT   | IN_VAIN   | false | true  | false | true  | MEMBER   | true  | skip: read already
        EMAIL     | FAILED    | URGENT | SILENT   | IN_VAIN   | false | true  | false | true  | MEMBER   | true  | skip: failed otherwise
        EMAIL     | CREATED   | NORMAL | NOBODY   | NOT_USED  | false | false | false | true  | MEMBER   | false | wait 20: within the grace period
        EMAIL     | CREATED   | HIGH   | NOBODY   | IN_VAIN   | false | false | false | true  | MEMBER   | false | wait 20: within the grace period
        EMAIL     | CREATED   | URGENT | NOBODY   | IN_VAIN   | false | false | false | true  | MEMBER   | false | send
        EMAIL     | CREATED   | URGENT | NOBODY   | NOT_USED  | false | false | true  | true  | MEMBER   | false | send
        EMAIL     | CREATED   | URGENT | NOBODY   | UNDER_WAY | false | false | false | true  | MEMBER   | false | wait 20: within the grace period
        EMAIL     | CREATED   | URGENT | NOT_USED | NOT_USED  | false | false | false | true  | MEMBER   | true  | send
        EMAIL     | CREATED   | URGENT | NOT_USED | IN_VAIN   | false | false | false | true  | MEMBER   | true  | send
        EMAIL     | CREATED   | URGENT | SILENT   | NOT_USED  | false | false | false | true  | MEMBER   | true  | wait 20: within the grace period
        EMAIL     | CREATED   | NORMAL | NOBODY   | NOT_USED  | false | true  | true  | true  | MEMBER   | false | wait 3600: quiet hours
        EMAIL     | CREATED   | LOW    | SILENT   | UNDER_WAY | false | true  | true  | true  | MEMBER   | true  | wait 3600: quiet hours
        EMAIL     | CREATED   | URGENT | NOBODY   | NOT_USED  | false | true  | true  | true  | MEMBER   | false | send
        EMAIL     | CREATED   | NORMAL | NOBODY   | NOT_USED  | false | true  | false | false | MEMBER   | false | skip: switched off by its owner
        EMAIL     | CREATED   | NORMAL | NOBODY   | NOT_USED  | false | true  | false | true  | STRANGER | false | skip: its owner is no member any more
        EMAIL     | CREATED   | URGENT | NOBODY   | NOT_USED  | false | false | false | true  | UNKNOWN  | false | wait 30: nobody says whether its owner is a member
        """)
    void triesSocketsThenPushThenMail(
            ChannelKind channel,
            Status status,
            Priority priority,
            Sockets sockets,
            Push push,
            boolean askedAgain,
            boolean isGraceOver,
            boolean isQuiet,
            boolean isWanted,
            Membership membership,
            boolean seemsConnected,
            String decision) {
        Situation situation = new Situation(
                NOW,
                new Situation.OfNotification(status, priority, isGraceOver ? NOW : NOW.plusSeconds(20), null),
                new Situation.Reached(sockets, push, askedAgain),
                new Situation.OfPerson(isWanted, membership, isQuiet ? MORNING : null, seemsConnected));

        assertThat(decide(channel, situation)).isEqualTo(decision);
    }

    private static Situation expiring(@Nullable Instant expires) {
        return new Situation(
                NOW,
                new Situation.OfNotification(Status.CREATED, Priority.URGENT, NOW, expires),
                new Situation.Reached(Sockets.NOT_USED, Push.NOT_USED, false),
                new Situation.OfPerson(true, Membership.MEMBER, null, false));
    }

    @Test
    void sendsNothingThatHasExpired() {
        assertThat(decide(ChannelKind.EMAIL, expiring(NOW))).isEqualTo("skip: expired");
        assertThat(decide(ChannelKind.PUSH, expiring(NOW.minusSeconds(1)))).isEqualTo("skip: expired");
        assertThat(decide(ChannelKind.WEBSOCKET, expiring(NOW))).isEqualTo("skip: expired");
        assertThat(decide(ChannelKind.EMAIL, expiring(NOW.plusSeconds(1)))).isEqualTo("send");
    }
}
