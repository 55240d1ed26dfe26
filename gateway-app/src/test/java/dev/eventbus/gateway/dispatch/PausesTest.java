package dev.eventbus.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PausesTest {
    private final BlockingQueue<SubscriberId> paused = new LinkedBlockingQueue<>();
    private final Pauses pauses = new Pauses((id, reason) -> paused.add(id));

    @Test
    void pausesSubscriptionsOnlyForNobodyCouldResumeAnExtension() throws InterruptedException {
        pauses.pause(SubscriberId.extension("crm"), "gone");
        assertThat(paused.poll(100, TimeUnit.MILLISECONDS)).isNull();

        pauses.pause(SubscriberId.subscription("s1"), "gone");
        assertThat(paused.poll(20, TimeUnit.SECONDS)).isEqualTo(SubscriberId.subscription("s1"));
    }
}
