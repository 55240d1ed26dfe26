package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.api.ServerInfo;
import org.junit.jupiter.api.Test;

class ServerFeatureTest {
    @Test
    void tellsWhatAnOldServerLacksAndWhatFollows() {
        assertThat(ServerFeature.missing(server("2.9.10")))
                .containsExactly(ServerFeature.MULTIPLE_FILTERS, ServerFeature.CONSUMER_PAUSE);
        assertThat(ServerFeature.missing(server("2.10.27"))).containsExactly(ServerFeature.CONSUMER_PAUSE);
        assertThat(ServerFeature.missing(server("2.15.0-dev"))).isEmpty();
        assertThat(ServerFeature.MULTIPLE_FILTERS)
                .hasToString("multiple_filters (since 2.10.0: a durable that needs two"
                        + " subjects reads more than it wants and passes the rest over)");
    }

    private static ServerInfo server(String version) {
        return new ServerInfo("{\"server_id\":\"S\",\"version\":\"" + version + "\"}");
    }
}
