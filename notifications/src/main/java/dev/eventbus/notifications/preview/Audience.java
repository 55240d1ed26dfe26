package dev.eventbus.notifications.preview;

import dev.eventbus.notifications.event.EventData;
import dev.eventbus.notifications.recipient.RecipientSpec;
import dev.eventbus.notifications.recipient.Recipients;
import dev.eventbus.notifications.recipient.Resolved;
import dev.eventbus.notifications.rule.Rule;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Finds whom an event concerns by a rule, and who was left out of them. */
@Singleton
class Audience {
    private final Recipients recipients;

    Audience(Recipients recipients) {
        this.recipients = recipients;
    }

    /** Who is notified and who is not. */
    record Found(List<String> userIds, List<Preview.LeftOut> leftOut) {}

    /** Throws what the resolver throws. */
    Found of(Rule rule, EventData data) {
        Resolved resolved = recipients.resolve(rule.recipients(), data);
        List<Preview.LeftOut> leftOut = new ArrayList<>();
        String sender = data.sender();
        if (sender != null
                && !resolved.userIds().contains(sender)
                && recipients
                        .resolve(withSender(rule.recipients()), data)
                        .userIds()
                        .contains(sender)) {
            leftOut.add(new Preview.LeftOut(sender, "SENDER", "caused the event"));
        }
        resolved.strangers()
                .forEach(user -> leftOut.add(new Preview.LeftOut(user, "NO_MEMBER", "is no member of the workspace")));
        if (resolved.invalid() > 0) {
            leftOut.add(new Preview.LeftOut(null, "NO_USER_ID", resolved.invalid() + " are no user ids"));
        }
        if (resolved.beyondLimit() > 0) {
            leftOut.add(new Preview.LeftOut(
                    null, "BEYOND_LIMIT", resolved.beyondLimit() + " more than the limit of " + Recipients.MAX));
        }
        return new Found(resolved.userIds(), leftOut);
    }

    private static RecipientSpec withSender(RecipientSpec spec) {
        return spec.resolver().equals("participants")
                ? RecipientSpec.payload("/participants")
                : new RecipientSpec(spec.resolver(), spec.pointers(), false, spec.users(), spec.roles());
    }
}
