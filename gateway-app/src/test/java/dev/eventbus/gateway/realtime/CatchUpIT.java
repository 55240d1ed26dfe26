package dev.eventbus.gateway.realtime;

import static dev.eventbus.gateway.Users.as;
import static dev.eventbus.gateway.Users.sharedToken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.gateway.GatewayStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class CatchUpIT {
    private static final Pattern EVENT = Pattern.compile(
            "\\{\"type\":\"event\",\"ref\":\\[(.*?)],\"position\":\"(\\d+)\".*?\"resourceId\":\"r(\\d+)\".*");

    private record Heard(String refs, String position, int number) {}

    @Test
    void tellsWhatWasMissedInOrderAndGoesOnLiveWithNeitherGapNorDouble() throws Exception {
        publish("seam.a.b", 0, 50);
        String since = firstOf("seam.a.b").position();
        CompletableFuture<Void> meanwhile = CompletableFuture.runAsync(() -> publish("seam.a.b", 50, 150));
        TestSocket socket = open();
        assertThat(socket.ask(subscribe(1, "seam.a.b", since)))
                .isEqualTo("{\"type\":\"subscribed\",\"ref\":1,\"position\":\"" + since + "\"}");

        assertThat(numbers(socket, 149)).isEqualTo(range(1, 150));
        meanwhile.join();
        publish("seam.a.b", 150, 160);
        assertThat(numbers(socket, 10)).isEqualTo(range(150, 160));
        assertThat(socket.ask("{\"type\":\"ping\"}")).isEqualTo("{\"type\":\"pong\"}");
    }

    @Test
    void goesOnBehindAnEventOfTheLog() throws Exception {
        publish("logged.a.b", 0, 3);
        String id = await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> as("member")
                                .get("/api/workspaces/demo/events?eventKey=logged.a.b&resourceId=r1")
                                .<String>path("items[0].id"),
                        found -> found != null);
        TestSocket socket = open();

        socket.ask(subscribe(1, "logged.a.b", id));

        assertThat(hear(socket).number()).isEqualTo(2);
    }

    @Test
    void knowsNoEventOfAnotherWorkspace() throws Exception {
        as("admin")
                .contentType("application/json")
                .body("{\"eventKey\":\"secret.a.b\"}")
                .post("/api/workspaces/other/events/publish");
        String id = await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> as("admin")
                                .get("/api/workspaces/other/events?eventKey=secret.a.b")
                                .<String>path("items[0].id"),
                        found -> found != null);
        TestSocket socket = open();

        assertThat(socket.ask(subscribe(1, "secret.a.b", id)))
                .startsWith("{\"type\":\"error\",\"ref\":1,\"code\":\"invalid_request\"");
        assertThat(socket.ask(subscribe(1, "secret.a.b", "1"))).startsWith("{\"type\":\"subscribed\"");
        assertThat(socket.ask("{\"type\":\"ping\"}")).isEqualTo("{\"type\":\"pong\"}");
    }

    @Test
    void saysFirstWhatCannotBeToldAnyMore() throws Exception {
        TestSocket socket = open();

        socket.ask(subscribe(7, "gone.a.b", "888888888"));

        assertThat(socket.hear()).matches("\\{\"type\":\"gap\",\"ref\":7,\"from\":\"888888889\",\"to\":\"[0-9]+\"}");
        publish("gone.a.b", 5, 6);
        assertThat(hear(socket).number()).isEqualTo(5);
    }

    @Test
    void tellsEachReferenceOnceWhatSeveralMissedFromDifferentPositionsOn() throws Exception {
        publish("several.deal.closed", 0, 60);
        String begin = firstOf("several.deal.closed").position();
        TestSocket reader = open();
        reader.ask(subscribe(1, "several.deal.closed", begin));
        List<Heard> stored = hear(reader, 59);
        String middle = stored.get(29).position();
        TestSocket socket = open();

        CompletableFuture<Void> meanwhile = CompletableFuture.runAsync(() -> publish("several.deal.closed", 60, 120));
        socket.say(subscribe(1, "several.deal.*", begin));
        socket.say(subscribe(2, "several.deal.closed", middle));
        socket.say("{\"type\":\"subscribe\",\"ref\":3,\"pattern\":\"several.*.*\",\"since\":\"" + begin
                + "\",\"filters\":{\"no\":\"pair\"}}");
        socket.say(subscribe(4, "several.*.*", begin));
        meanwhile.join();
        publish("several.deal.closed", 120, 121);

        List<Integer> first = new ArrayList<>();
        List<Integer> second = new ArrayList<>();
        List<Integer> fourth = new ArrayList<>();
        while (first.size() < 120 || second.size() < 90 || fourth.size() < 120) {
            String frame = socket.hear();
            Matcher event = EVENT.matcher(frame);
            if (event.matches()) {
                List<String> refs = List.of(event.group(1).split(","));
                assertThat(refs).isSubsetOf("1", "2", "4").doesNotHaveDuplicates();
                int number = Integer.parseInt(event.group(3));
                if (refs.contains("1")) {
                    first.add(number);
                }
                if (refs.contains("2")) {
                    second.add(number);
                }
                if (refs.contains("4")) {
                    fourth.add(number);
                }
            }
        }
        assertThat(first).isEqualTo(range(1, 121));
        assertThat(second).isEqualTo(range(31, 121));
        assertThat(fourth).isEqualTo(range(1, 121));
    }

    @Test
    void deliversNothingTwiceOnAConnectionThatReplacesOneDuringItsReplay() throws Exception {
        publish("replaced.a.b", 0, 2_000);
        String since = firstOf("replaced.a.b").position();
        TestSocket before = TestSocket.openDeaf(RestAssured.port, "demo", sharedToken("member"));
        before.say(subscribe(1, "replaced.a.b", since));
        IntStream.range(0, 60).forEach(piece -> before.read());
        assertThat(before.hear()).contains("subscribed");
        List<Integer> told = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Heard event = hear(before);
            told.add(event.number());
            since = event.position();
        }

        TestSocket after = open();
        after.say(subscribe(1, "replaced.a.b", since));
        before.leave();
        CompletableFuture<Void> meanwhile = CompletableFuture.runAsync(() -> publish("replaced.a.b", 2_000, 2_100));
        assertThat(after.hear()).contains("subscribed");
        told.addAll(numbers(after, 2_100 - 41));
        meanwhile.join();

        assertThat(told).isEqualTo(range(1, 2_100));
        assertThat(after.ask("{\"type\":\"ping\"}")).isEqualTo("{\"type\":\"pong\"}");
    }

    @Test
    void readsNoFasterThanAClientTakesAndLosesNothingOfIt() throws Exception {
        for (int i = 0; i < 24; i++) {
            publish("large.seam.event", i, ",\"payload\":{\"x\":\"" + "x".repeat(700_000) + "\"}");
        }
        String since = firstOf("large.seam.event").position();
        TestSocket slow = TestSocket.openDeaf(RestAssured.port, "demo", sharedToken("member"));
        slow.say(subscribe(1, "large.seam.event", since));
        TestSocket quick = open();
        quick.ask(subscribe(1, "large.seam.event", since));
        assertThat(numbers(quick, 23)).isEqualTo(range(1, 24));

        slow.listen();

        assertThat(slow.hear()).contains("subscribed");
        assertThat(numbers(slow, 23)).isEqualTo(range(1, 24));
    }

    @Test
    void closesAClientThatNeverTakesWhatItAskedFor() throws Exception {
        for (int i = 0; i < 24; i++) {
            publish("untaken.seam.event", i, ",\"payload\":{\"x\":\"" + "x".repeat(700_000) + "\"}");
        }
        String since = firstOf("untaken.seam.event").position();
        TestSocket never = TestSocket.openDeaf(RestAssured.port, "demo", sharedToken("member"));
        never.say(subscribe(1, "untaken.seam.event", since));

        await().atMost(Duration.ofSeconds(25)).until(() -> {
            try {
                never.say("{\"type\":\"ping\"}");
                return false;
            } catch (CompletionException e) {
                return true;
            }
        });
    }

    /** The oldest event of the key. */
    private static Heard firstOf(String key) throws InterruptedException {
        TestSocket socket = open();
        socket.ask(subscribe(1, key, "0"));
        String frame = socket.hear();
        while (frame.contains("\"type\":\"gap\"")) {
            frame = socket.hear();
        }
        socket.leave();
        return heard(frame);
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private static List<Integer> numbers(TestSocket socket, int count) throws InterruptedException {
        return hear(socket, count).stream().map(Heard::number).toList();
    }

    private static List<Heard> hear(TestSocket socket, int count) throws InterruptedException {
        List<Heard> all = new ArrayList<>();
        while (all.size() < count) {
            all.add(hear(socket));
        }
        return all;
    }

    private static Heard hear(TestSocket socket) throws InterruptedException {
        return heard(socket.hear());
    }

    private static Heard heard(String frame) {
        Matcher event = EVENT.matcher(frame);
        assertThat(event.matches())
                .as(frame.substring(0, Math.min(300, frame.length())))
                .isTrue();
        return new Heard(event.group(1), event.group(2), Integer.parseInt(event.group(3)));
    }

    private static String subscribe(int ref, String pattern, String since) {
        return "{\"type\":\"subscribe\",\"ref\":" + ref + ",\"pattern\":\"" + pattern + "\",\"since\":\"" + since
                + "\"}";
    }

    private static TestSocket open() {
        return TestSocket.open(RestAssured.port, "demo", sharedToken("member"));
    }

    private static void publish(String key, int number, String more) {
        as("member")
                .contentType("application/json")
                .body("{\"eventKey\":\"" + key + "\",\"resourceId\":\"r" + number + "\"" + more + "}")
                .post("/api/workspaces/demo/events/publish")
                .then()
                .statusCode(200);
    }

    private static void publish(String key, int from, int to) {
        for (int begin = from; begin < to; begin += 20) {
            String items = IntStream.range(begin, Math.min(begin + 20, to))
                    .mapToObj(i -> "{\"eventKey\":\"" + key + "\",\"resourceId\":\"r" + i + "\"}")
                    .collect(Collectors.joining(",", "[", "]"));
            as("member")
                    .contentType("application/json")
                    .body(items)
                    .post("/api/workspaces/demo/events/publish/batch")
                    .then()
                    .statusCode(200);
        }
    }
}
