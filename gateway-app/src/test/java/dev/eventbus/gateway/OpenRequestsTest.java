package dev.eventbus.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OpenRequestsTest {
    private final OpenRequests requests = new OpenRequests();

    @Test
    void waitsForNothingWhereNothingIsOpen() {
        assertThat(requests.finishWithin(Duration.ZERO)).isTrue();

        requests.opened();
        requests.closed();

        assertThat(requests.finishWithin(Duration.ZERO)).isTrue();
    }

    @Test
    void waitsForTheLastOpenRequest() throws Exception {
        requests.opened();
        requests.opened();
        requests.closed();
        CompletableFuture<Boolean> finished =
                CompletableFuture.supplyAsync(() -> requests.finishWithin(Duration.ofMinutes(1)));
        assertThat(finished).isNotDone();

        requests.closed();

        assertThat(finished.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void givesUpOnARequestThatDoesNotEnd() {
        requests.opened();

        assertThat(requests.finishWithin(Duration.ofMillis(1))).isFalse();
    }
}
