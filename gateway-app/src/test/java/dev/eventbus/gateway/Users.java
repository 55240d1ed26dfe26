package dev.eventbus.gateway;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The seeded users, signed in. */
public final class Users {
    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    private Users() {}

    /** Waits for the database to be migrated and seeded the first time. */
    public static String token(String name) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> login(name + "@example.com", name + "-password"), answer -> answer.statusCode() == 200)
                .path("token");
    }

    /** The same for all tests: not to be signed out. */
    public static String sharedToken(String name) {
        return TOKENS.computeIfAbsent(name, Users::token);
    }

    public static Response login(String email, String password) {
        return given().contentType("application/json")
                .body("{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}")
                .post("/api/auth/login");
    }

    public static RequestSpecification as(String name) {
        return given().header("Authorization", "Bearer " + sharedToken(name));
    }
}
