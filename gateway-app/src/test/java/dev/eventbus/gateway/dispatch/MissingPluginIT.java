package dev.eventbus.gateway.dispatch;

import static dev.eventbus.gateway.Users.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.extensions.EventHandler;
import dev.eventbus.extensions.InProcessEventGateway;
import dev.eventbus.extensions.PlatformEventHandler;
import dev.eventbus.gateway.GatewayStack;
import dev.eventbus.gateway.Users;
import dev.eventbus.gateway.database.Jdbc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** This replica is the one without the jar; another one said what its handlers take. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class MissingPluginIT {
    @Inject
    Jdbc jdbc;

    @Inject
    Subscribers subscribers;

    @Inject
    InProcessEventGateway extensions;

    @BeforeEach
    void installWhatAnotherReplicaHas() {
        Users.sharedToken("member"); // the schema is there
        jdbc.update("insert into gateway.extension (key, name, type, handled)"
                + " values ('afar', 'Afar', 'IN_PROCESS', '{afar.thing.done}')");
        jdbc.update("insert into gateway.workspace_extension (workspace_id, extension_key) values ('demo', 'afar')");
        subscribers.changed();
    }

    @AfterEach
    void remove() {
        jdbc.update("delete from gateway.extension where key = 'afar'");
        subscribers.changed();
    }

    @Test
    void leavesAnEventToTheReplicaThatHasTheHandlers() {
        String id = publish();
        awaitRow(id, "PENDING 0");
        Noted handler = new Noted();

        try (var asIfThere = extensions.register("afar", handler)) {
            awaitRow(id, "DELIVERED 1");
        }

        assertThat(handler.names).containsExactly("x");
    }

    private static String publish() {
        return as("member")
                .contentType("application/json")
                .body("{\"eventKey\":\"afar.thing.done\",\"payload\":{\"name\":\"x\"}}")
                .post("/api/workspaces/demo/events/publish")
                .path("eventId");
    }

    private void awaitRow(String eventId, String expected) {
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(jdbc.query(
                                "select state, attempts from gateway.delivery where event_id = ?"
                                        + " and subscriber = 'extension/afar' and workspace_id = 'demo'",
                                List.of(eventId),
                                row -> row.getString(1) + " " + row.getInt(2)))
                        .containsExactly(expected));
    }

    /** Keeps the names it was told. */
    public static final class Noted implements PlatformEventHandler {
        final List<String> names = new CopyOnWriteArrayList<>();

        /** A payload. */
        public record Named(String name) {}

        @EventHandler(eventKey = "afar.thing.done")
        public void on(Named payload) {
            names.add(payload.name());
        }
    }
}
