package dev.eventbus.notifications.push;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.notifications.NotifierResources;
import dev.eventbus.notifications.database.Database;
import dev.eventbus.notifications.database.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(NotifierResources.class)
class VapidKeysIT {
    @Inject
    Database database;

    private VapidKeys replica() {
        return new VapidKeys(database, InstantSource.system(), new TestConfig(Optional.empty(), Optional.empty()));
    }

    @Test
    void areOnePairHoweverManyReplicasStartAtOnce() throws Exception {
        await().untilAsserted(() -> given().get("/healthz").then().statusCode(200));
        database.inTransaction(connection -> Sql.update(connection, "delete from vapid_key"));
        Callable<String> start = () -> replica().pair().publicText();

        Set<String> keys = new HashSet<>();
        try (var replicas = Executors.newFixedThreadPool(8)) {
            for (var made : replicas.invokeAll(Collections.nCopies(8, start))) {
                keys.add(made.get());
            }
        }

        assertThat(keys).hasSize(1).contains(replica().pair().publicText());
    }
}
