package dev.eventbus.notifications.channel;

import dev.eventbus.notifications.channel.Situation.Membership;
import dev.eventbus.notifications.channel.Situation.OfNotification;
import dev.eventbus.notifications.channel.Situation.Push;
import dev.eventbus.notifications.channel.Situation.Reached;
import dev.eventbus.notifications.channel.Situation.Sockets;
import dev.eventbus.notifications.inbox.Status;
import dev.eventbus.notifications.rule.ChannelKind;
import dev.eventbus.notifications.rule.Priority;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who is tried when: sockets first; push when no socket took it; an e-mail when neither did within the grace period.
 * All are planned at creation and asked for here when they are due, so that a presence that lies costs nothing.
 *
 * <pre>
 *   created ──▶ WEBSOCKET ──confirmed──▶ the others are skipped
 *                   │ nobody there, or silence
 *                   ▼
 *                 PUSH ──taken──▶ EMAIL is skipped
 *                   │ in vain
 *                   ▼
 *   grace over ─▶ EMAIL        URGENT: as soon as nobody is there and no device took it; quiet hours do not hold it
 * </pre>
 */
final class Escalation {
    /** How long sockets or a push under way are waited for before an e-mail that is due. */
    static final Duration SECOND_CHANCE = Duration.ofSeconds(10);

    private static final Duration ASK_AGAIN = Duration.ofSeconds(30);

    private Escalation() {}

    /** What to do with an attempt that is due. */
    sealed interface Decision {
        record Send() implements Decision {}

        record Skip(String reason) implements Decision {}

        /** Nothing now, but at an instant. */
        record Wait(String reason, Instant until) implements Decision {}

        /** The sockets are tried once more, and this again after that. */
        record AskSockets(Instant until) implements Decision {}
    }

    static Decision decide(ChannelKind channel, Situation situation) {
        String needless = needless(situation);
        if (needless != null) {
            return new Decision.Skip(needless);
        }
        return switch (channel) {
            case WEBSOCKET -> new Decision.Send();
            case PUSH -> whenDisturbing(situation);
            case EMAIL -> email(situation);
        };
    }

    private static @Nullable String needless(Situation situation) {
        OfNotification notification = situation.notification();
        if (notification.status() != Status.CREATED) {
            return reason(notification.status());
        }
        if (notification.expires() != null && !situation.now().isBefore(notification.expires())) {
            return reason(Status.EXPIRED);
        }
        if (!situation.person().isWanted()) {
            return "switched off by its owner";
        }
        return situation.person().membership() == Membership.STRANGER ? "its owner is no member any more" : null;
    }

    static String reason(Status status) {
        return switch (status) {
            case CREATED -> "not needed";
            case DELIVERED -> "delivered otherwise";
            case READ -> "read already";
            case EXPIRED -> "expired";
            case FAILED -> "failed otherwise";
        };
    }

    /** Push and e-mail leave the platform: only to members, and not in quiet hours unless it is urgent. */
    private static Decision whenDisturbing(Situation situation) {
        Instant quietUntil = situation.person().quietUntil();
        if (situation.person().membership() == Membership.UNKNOWN) {
            return new Decision.Wait(
                    "nobody says whether its owner is a member", situation.now().plus(ASK_AGAIN));
        }
        return quietUntil != null && situation.notification().priority() != Priority.URGENT
                ? new Decision.Wait("quiet hours", quietUntil)
                : new Decision.Send();
    }

    private static Decision email(Situation situation) {
        Reached reached = situation.reached();
        Instant graceEnds = situation.notification().graceEnds();
        if (reached.push() == Push.REACHED) {
            return new Decision.Skip("reached by push");
        }
        boolean isGraceOver = !situation.now().isBefore(graceEnds);
        if (!isGraceOver && !needsNoGrace(situation)) {
            return new Decision.Wait("within the grace period", graceEnds);
        }
        Decision decision = whenDisturbing(situation);
        if (!(decision instanceof Decision.Send) || !isGraceOver) {
            return decision;
        }
        Instant later = situation.now().plus(SECOND_CHANCE);
        if (reached.push() == Push.UNDER_WAY) {
            return new Decision.Wait("a push is under way", later);
        }
        boolean mayStillConfirm = reached.sockets() != Sockets.NOT_USED && !reached.askedAgain();
        return mayStillConfirm && situation.person().seemsConnected() ? new Decision.AskSockets(later) : decision;
    }

    private static boolean needsNoGrace(Situation situation) {
        Reached reached = situation.reached();
        return situation.notification().priority() == Priority.URGENT
                && reached.sockets() != Sockets.SILENT
                && (reached.push() == Push.NOT_USED || reached.push() == Push.IN_VAIN);
    }
}
