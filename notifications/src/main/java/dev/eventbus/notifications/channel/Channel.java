package dev.eventbus.notifications.channel;

import dev.eventbus.notifications.inbox.Outgoing;
import dev.eventbus.notifications.rule.ChannelKind;
import java.util.concurrent.CompletionStage;

/** One way to a person. Sends at most once per call; whether and when again is not its business. */
public interface Channel {
    ChannelKind kind();

    /** Does not block. A stage that fails means the same as {@link Outcome.Failed}. */
    CompletionStage<Outcome> send(Outgoing outgoing);
}
