package dev.eventbus.notifications.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.notifications.channel.Outcome;
import dev.eventbus.notifications.database.Database;
import dev.eventbus.notifications.inbox.Outgoing;
import dev.eventbus.notifications.inbox.Owner;
import dev.eventbus.notifications.rule.ChannelKind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PushChannelTest {
    @Test
    void comesAgainWhenTheDatabaseIsBack() throws Exception {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setPortNumbers(new int[] {1});
        Messages messages = new Messages(new TestConfig(Optional.empty(), Optional.empty()));
        PushChannel channel =
                new PushChannel(List.of(), new PushStore(new Database(nowhere)), messages, () -> Samples.NOW);
        Message message = Samples.message();

        Outcome outcome = channel.send(new Outgoing(
                        new Owner("demo", "user-1"),
                        message.notification(),
                        message.unread(),
                        ChannelKind.PUSH,
                        Samples.NOW))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        channel.close();

        assertThat(outcome).isEqualTo(new Outcome.Postponed("the devices could not be read"));
    }
}
