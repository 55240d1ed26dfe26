package dev.eventbus.notifications.channel;

import dev.eventbus.notifications.inbox.Inbox;
import dev.eventbus.notifications.inbox.Owner;
import dev.eventbus.notifications.rule.ChannelKind;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Takes the word of a user's client that it has a notification, by whichever channel it came. */
@Singleton
public final class Confirmations {
    private final Inbox inbox;
    private final Records records;
    private final InstantSource clock;

    Confirmations(Inbox inbox, Records records, InstantSource clock) {
        this.inbox = inbox;
        this.records = records;
        this.clock = clock;
    }

    /** The same the second time; false if the owner has no such notification. */
    public boolean confirm(Owner owner, String id, ChannelKind channel) {
        if (!inbox.has(owner, id)) {
            return false;
        }
        Settled settled = new Settled(id, channel, new Outcome.Delivered());
        records.record(List.of(settled), clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return true;
    }
}
