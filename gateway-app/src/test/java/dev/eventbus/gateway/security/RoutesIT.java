package dev.eventbus.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventbus.gateway.GatewayStack;
import dev.eventbus.gateway.OpenApiCheck;
import dev.eventbus.gateway.Users;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.json.Json;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Asks every route there is as everybody there is. What the answers have to be is in {@code routes.csv}, one line for
 * each route: {@code method,path,rule}.
 */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class RoutesIT {
    /** Who a route is for. */
    private enum Rule {
        PUBLIC,
        SESSION,
        SIGNED_IN,
        MEMBER,
        OWNER,
        ADMIN
    }

    private enum Who {
        ANONYMOUS,
        EXPIRED,
        MEMBER,
        KEY,
        OWNER,
        OTHER,
        ADMIN
    }

    /** A 404 that hides a workspace is told from others by the id of its line in the audit log. */
    private record Verdict(int status, boolean isRecorded) {
        String word() {
            if (status == 401 || status == 403) {
                return "" + status;
            }
            if (status == 404 && isRecorded) {
                return "hidden";
            }
            return status < 500 ? "passes" : "fails with " + status;
        }
    }

    @TestHTTPResource("/")
    URI gateway;

    @Inject
    BeanManager beans;

    @Inject
    SigningKey signingKey;

    @Inject
    Jdbc jdbc;

    /** Over HTTP/2 the server would end the connection of a client that gives up so many answers unread. */
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Map<Who, String> credentials = new EnumMap<>(Who.class);

    @Test
    void areAllInTheTableAndInTheDescription() throws IOException {
        TreeSet<String> routes = new TreeSet<>(routes());

        assertThat(new TreeSet<>(table().keySet()))
                .as("routes.csv: a line 'method,path,rule' for each route, and for nothing else")
                .isEqualTo(routes);
        assertThat(described()).as("/openapi").isEqualTo(routes);
    }

    @Test
    void answerEverybodyAsTheTableSays() throws Exception {
        signInEverybody();
        Map<String, String> wrong = new TreeMap<>();
        for (Map.Entry<String, Rule> route : table().entrySet()) {
            for (Who who : Who.values()) {
                String word = ask(route.getKey(), route.getValue(), who).word();
                String expected = expected(route.getValue(), who);
                if (!word.equals(expected)) {
                    wrong.put(route.getKey() + " as " + who, word + " instead of " + expected);
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    private static String expected(Rule rule, Who who) {
        boolean isNobody = who == Who.ANONYMOUS || who == Who.EXPIRED;
        if (rule != Rule.PUBLIC && isNobody) {
            return "401";
        }
        return switch (rule) {
            case PUBLIC, SIGNED_IN -> "passes";
            case SESSION -> who == Who.KEY ? "403" : "passes";
            case MEMBER -> who == Who.OTHER ? "hidden" : "passes";
            case OWNER -> who == Who.OTHER ? "hidden" : who == Who.MEMBER || who == Who.KEY ? "403" : "passes";
            case ADMIN -> who == Who.ADMIN ? "passes" : "403";
        };
    }

    /** Bodies are JSON that no route takes, so that nothing is changed. */
    private Verdict ask(String route, Rule rule, Who who) throws Exception {
        String method = route.substring(0, route.indexOf(' '));
        String path = route.substring(route.indexOf(' ') + 1)
                .replace("{ws}", "demo")
                .replace("{room}{rest}", "notifications")
                .replaceAll("\\{\\w+}", "none");
        boolean hasBody = method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        hasBody ? HttpRequest.BodyPublishers.ofString("[]") : HttpRequest.BodyPublishers.noBody());
        if (hasBody) {
            request.header("Content-Type", "application/json");
        }
        String credential = rule == Rule.SESSION ? ownSession(who) : credentials.get(who);
        if (credential != null) {
            request.header("Authorization", "Bearer " + credential);
        }
        HttpResponse<java.io.InputStream> answer =
                http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        answer.body().close();
        return new Verdict(
                answer.statusCode(), answer.headers().firstValue("X-Request-Id").isPresent());
    }

    private void signInEverybody() {
        credentials.put(Who.MEMBER, Users.token("member"));
        credentials.put(Who.OWNER, Users.token("leaver"));
        credentials.put(Who.OTHER, Users.token("outsider"));
        credentials.put(Who.ADMIN, Users.token("admin"));
        credentials.put(Who.KEY, key());
        // The first visit of an administrator is recorded, too: done before, so that it is not taken for a refusal.
        Users.as("admin").get("/api/workspaces/demo/events");
        Instant past = Instant.now().minusSeconds(60);
        SessionToken expired = new SessionToken("a-session", "member", past);
        credentials.put(Who.EXPIRED, expired.sign(signingKey.get(), past.minusSeconds(60)));
        jdbc.update("insert into gateway.membership (user_id, workspace_id, role)"
                + " select id, 'elsewhere', 'OWNER' from gateway.app_user where email = 'outsider@example.com'"
                + " on conflict do nothing");
    }

    private String key() {
        return RestAssured.given()
                .header("Authorization", "Bearer " + credentials.get(Who.OWNER))
                .contentType("application/json")
                .body("{\"name\":\"routes\"}")
                .post("/api/workspaces/demo/api-keys")
                .then()
                .statusCode(201)
                .extract()
                .path("key");
    }

    /** Such a route may end the session. */
    private String ownSession(Who who) {
        return switch (who) {
            case MEMBER -> Users.token("member");
            case OWNER -> Users.token("leaver");
            case OTHER -> Users.token("outsider");
            case ADMIN -> Users.token("admin");
            case ANONYMOUS, EXPIRED, KEY -> credentials.get(who);
        };
    }

    /** Method and path of every JAX-RS method that is deployed. */
    private List<String> routes() {
        return beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(bean -> bean.getBeanClass())
                .filter(type -> type.isAnnotationPresent(Path.class))
                .distinct()
                .flatMap(type -> Stream.of(type.getMethods()).flatMap(method -> route(type, method)))
                .toList();
    }

    private static Stream<String> route(Class<?> type, Method method) {
        return Stream.of(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(annotation -> annotation.isAnnotationPresent(HttpMethod.class))
                .map(annotation -> annotation.getAnnotation(HttpMethod.class).value() + " "
                        + plain(type.getAnnotation(Path.class).value(), method.getAnnotation(Path.class)));
    }

    private static String plain(String root, Path below) {
        String rest = below == null ? "" : "/" + below.value();
        return ("/" + root + rest)
                .replaceAll("/{2,}", "/")
                .replaceAll("\\{(\\w+)\\s*:[^{}]*}", "{$1}")
                .replaceAll("(.)/$", "$1");
    }

    private TreeSet<String> described() {
        JsonNode document = Json.read(OpenApiCheck.document(gateway).getBytes(StandardCharsets.UTF_8), JsonNode.class);
        TreeSet<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .map(operation -> operation.getKey().toUpperCase(java.util.Locale.ROOT))
                        .filter(method ->
                                List.of("GET", "POST", "PUT", "PATCH", "DELETE").contains(method))
                        .forEach(method -> described.add(method + " " + path.getKey())));
        return described;
    }

    private static Map<String, Rule> table() throws IOException {
        Map<String, Rule> table = new TreeMap<>();
        try (var csv = RoutesIT.class.getResourceAsStream("/routes.csv")) {
            List<String> lines = new ArrayList<>(new String(csv.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
            lines.removeFirst();
            for (String line : lines) {
                String[] cells = line.split(",");
                assertThat(table.put(cells[0] + " " + cells[1], Rule.valueOf(cells[2])))
                        .as(line)
                        .isNull();
            }
        }
        return table;
    }
}
