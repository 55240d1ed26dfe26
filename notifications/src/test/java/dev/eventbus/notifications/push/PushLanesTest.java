package dev.eventbus.notifications.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.notifications.device.Address;
import dev.eventbus.notifications.device.Device;
import dev.eventbus.notifications.device.DeviceKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PushLanesTest {
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    private volatile Instant now = Samples.NOW;
    private final PushLanes lanes = new PushLanes(() -> now);
    private final Service service = new Service();

    /** One origin per token; answers what the test says, or waits. */
    private static final class Service implements PushService {
        private volatile Answer answer = new Answer.Accepted();
        private final List<String> asked = new ArrayList<>();
        private final CountDownLatch release = new CountDownLatch(1);

        @Override
        public DeviceKind kind() {
            return DeviceKind.FCM;
        }

        @Override
        public Optional<String> missing() {
            return Optional.empty();
        }

        @Override
        public String origin(Device device) {
            return device.address().secret().replaceAll("-.*", "");
        }

        @Override
        public Answer push(Device device, Message message) {
            synchronized (asked) {
                asked.add(device.address().secret());
            }
            if (device.address().secret().startsWith("hangs")) {
                await();
            }
            if (device.address().secret().startsWith("breaks")) {
                throw new IllegalStateException("a fault of ours");
            }
            return answer;
        }

        private void await() {
            try {
                release.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        int asked() {
            synchronized (asked) {
                return asked.size();
            }
        }
    }

    private static Device device(String token) {
        Device sample = Samples.device(new Address.Fcm(token));
        return new Device(token, sample.owner(), sample.address(), null, Samples.NOW, Samples.NOW, sample.history());
    }

    private Answer send(String token) {
        return lanes.send(service, device(token), Samples.message());
    }

    @Test
    void leavesAServiceAloneThatFailsAndTriesItLater() {
        service.answer = Answer.fault("away");
        for (int i = 0; i < 100; i++) {
            send("one-" + i);
        }
        assertThat(service.asked()).isEqualTo(20);
        assertThat(send("one-x")).isInstanceOfSatisfying(Answer.Later.class, later -> {
            assertThat(later.delay()).isPositive();
            assertThat(later.isFault()).isFalse();
        });

        service.answer = new Answer.Accepted();
        assertThat(send("other-1")).isEqualTo(new Answer.Accepted());
        now = now.plus(Duration.ofSeconds(31));

        assertThat(send("one-y")).isEqualTo(new Answer.Accepted());
    }

    @Test
    void leavesAWholeServiceAloneOnlyForAsLongAsItAsked() {
        service.answer = new Answer.Later("503", Duration.ofSeconds(30), true);
        send("one-1");
        service.answer = new Answer.Accepted();

        assertThat(send("one-2")).isEqualTo(Answer.busy("the push service asked for a pause", Duration.ofSeconds(30)));
        assertThat(send("other-1")).isEqualTo(new Answer.Accepted());
        now = now.plus(Duration.ofSeconds(30));
        assertThat(send("one-2")).isEqualTo(new Answer.Accepted());
    }

    @Test
    void leavesOnlyTheDeviceAloneThatGotTooMany() {
        service.answer = Answer.busy("429", Duration.ofSeconds(60));
        send("one-1");
        service.answer = new Answer.Accepted();

        assertThat(send("one-2")).isEqualTo(new Answer.Accepted());
        assertThat(send("one-1")).isInstanceOf(Answer.Later.class);
        now = now.plus(Duration.ofSeconds(60));
        assertThat(send("one-1")).isEqualTo(new Answer.Accepted());
    }

    @Test
    void goesOnWithOthersWhileOneServiceHangs() {
        List<CompletableFuture<Answer>> hanging = new ArrayList<>();
        for (int i = 0; i < PushLanes.AT_ONCE; i++) {
            String token = "hangs-" + i;
            hanging.add(CompletableFuture.supplyAsync(() -> send(token), THREADS));
        }
        while (service.asked() < PushLanes.AT_ONCE) {
            Thread.onSpinWait();
        }

        CompletableFuture<Answer> oneMore = CompletableFuture.supplyAsync(() -> send("hangs-x"), THREADS);
        assertThat(send("other-1")).isEqualTo(new Answer.Accepted());
        assertThat(oneMore).isNotDone();
        assertThat(service.asked()).isEqualTo(PushLanes.AT_ONCE + 1);

        service.release.countDown();
        assertThat(hanging).allMatch(done -> done.join().equals(new Answer.Accepted()));
        assertThat(oneMore.join()).isEqualTo(new Answer.Accepted());
    }

    @Test
    void survivesAFaultOfOurs() {
        for (int i = 0; i < PushLanes.AT_ONCE + 1; i++) {
            String token = "breaks-" + i;
            assertThatThrownBy(() -> send(token)).isInstanceOf(IllegalStateException.class);
        }
    }
}
