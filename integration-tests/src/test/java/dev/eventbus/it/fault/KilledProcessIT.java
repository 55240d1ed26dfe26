package dev.eventbus.it.fault;

import static dev.eventbus.it.Platform.allPages;
import static dev.eventbus.it.Platform.each;
import static dev.eventbus.it.Platform.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.it.Api;
import dev.eventbus.it.Platform;
import dev.eventbus.it.SharedStack;
import dev.eventbus.it.stack.Application;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class KilledProcessIT {

    private static final Duration READY = Duration.ofSeconds(90);

    private final Platform platform;
    private final Api ann;

    KilledProcessIT(Platform platform) {
        this.platform = platform;
        this.ann = platform.as(SharedStack.ANN);
    }

    @BeforeEach
    void emptyTheReceiver() {
        platform.receiver().delete("/received").expect(200);
    }

    @AfterEach
    void everythingRunsAgain() {
        List.of(
                        platform.stack().gateway(),
                        platform.stack().notifier(),
                        platform.stack().forwarder())
                .stream()
                .filter(application -> !application.isAlive())
                .forEach(KilledProcessIT::start);
    }

    @Test
    void aKilledForwarderDeliversTheRestAfterItsRestart() {
        Application forwarder = platform.stack().forwarder();
        CompletableFuture<List<String>> publishing = CompletableFuture.supplyAsync(() -> publishTasks(400));
        eventually().until(() -> platform.receivedEventIds().size() >= 20);

        forwarder.kill();
        List<String> acknowledged = publishing.join();
        assertThat(platform.receivedEventIds()).as("killed amid its work").hasSizeLessThan(acknowledged.size());
        start(forwarder);

        eventually().untilAsserted(() -> assertThat(platform.receivedEventIds()).containsAll(acknowledged));
    }

    @Test
    void aKilledGatewayLosesNothingItAcknowledged() {
        Application gateway = platform.stack().gateway();
        Set<String> acknowledged = new ConcurrentSkipListSet<>();
        CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> publishUntilRefused(acknowledged));
        eventually().until(() -> acknowledged.size() >= 50);

        gateway.kill();
        publishing.join();
        start(gateway);

        eventually().untilAsserted(() -> assertThat(loggedIds()).containsAll(acknowledged));
        eventually().untilAsserted(() -> assertThat(platform.receivedEventIds()).containsAll(acknowledged));
    }

    private List<String> loggedIds() {
        return each(allPages(ann, "/api/workspaces/demo/events?eventKey=task.created"), "id");
    }

    private void publishUntilRefused(Set<String> acknowledged) {
        for (int i = 0; i < 5_000; i++) {
            try {
                acknowledged.add(ann.publish(task(i)));
            } catch (UncheckedIOException e) {
                return;
            }
        }
    }

    private List<String> publishTasks(int count) {
        return IntStream.range(0, count).mapToObj(i -> ann.publish(task(i))).toList();
    }

    private static Map<String, Object> task(int number) {
        return Map.of("eventKey", "task.created", "resourceId", "task_" + number, "payload", Map.of("number", number));
    }

    private static void start(Application application) {
        application.start();
        application.awaitReady(READY);
    }
}
