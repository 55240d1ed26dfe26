package dev.eventbus.notifications;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URI;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** E-mails on a real SMTP server, read back: to whom nothing else reached, and to nobody else. */
@QuarkusTest
@QuarkusTestResource(NotifierResources.class)
class MailIT extends NotifierProcess {
    private static final String RULES = "/api/workspaces/demo/notification-rules";

    @ConfigProperty(name = "quarkus.mailer.port")
    int port;

    @ConfigProperty(name = "quarkus.mailer.fallback.port")
    int fallbackPort;

    private GreenMail smtp;

    @BeforeEach
    void startMailServer() {
        smtp = mailServer(port);
    }

    private static GreenMail mailServer(int port) {
        GreenMail server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        return server;
    }

    @AfterEach
    void stopMailServer() {
        smtp.stop();
    }

    private RequestSpecification asOwner() {
        return given().contentType("application/json")
                .header(
                        "Authorization",
                        "Bearer "
                                + GatewayToken.of(sender, "demo")
                                        .with("role", "OWNER")
                                        .signedWith(NotifierResources.SECRET));
    }

    /** Of this test's user alone; returns its key. */
    private String rule(String priority) {
        return rule(priority, "\"WEBSOCKET\",\"EMAIL\"");
    }

    private String rule(String priority, String channels) {
        String key = priority.toLowerCase(Locale.ROOT) + "-" + user;
        asOwner()
                .body("""
                        {"key":"%s","eventPattern":"deal.%s","priority":"%s","channels":[%s],
                         "template":{"title":"Deal {payload.name ?: ''}","body":"It is <closed>.",
                                     "emailSubject":"Closed: {payload.name ?: ''}",
                                     "emailHtml":"<p>It is <b>{payload.name ?: ''}</b></p>",
                                     "locales":{"de":{"title":"Geschäft","body":"Es ist zu.","emailSubject":"Zu: ä"}}},
                         "recipients":{"resolver":"users","users":["%s"]}}""".formatted(key, key, priority, channels, user))
                .post(RULES)
                .then()
                .statusCode(201);
        return key;
    }

    /** Holds the user's e-mails back, so that a test has the time to do something before. Returns until when. */
    private LocalTime quiet() {
        LocalTime now = LocalTime.now(ZoneOffset.UTC);
        asOwner()
                .body("{\"quietHours\":{\"from\":\"%tR\",\"to\":\"%tR\"}}"
                        .formatted(now.minusHours(1), now.plusHours(1)))
                .put("/api/workspaces/demo/recipients/" + user)
                .then()
                .statusCode(200);
        return now.plusHours(1);
    }

    private void happens(String rule, String name) throws Exception {
        store(event("deal", rule, "{\"name\":\"" + name + "\"}"));
    }

    private List<MimeMessage> mails() {
        return Arrays.stream(smtp.getReceivedMessages())
                .filter(mail -> GreenMailUtil.getHeaders(mail).contains(user + "@example.com"))
                .toList();
    }

    private MimeMessage awaitMail() {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(mails())
                        .as(email(list(user).path("items[0].id")).asString())
                        .hasSize(1));
        return mails().get(0);
    }

    private String awaitEmail(String id, String state) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(email(id).<String>path("attempts.find{it.channel=='EMAIL'}.state"))
                        .isEqualTo(state));
        return email(id).path("attempts.find{it.channel=='EMAIL'}.reason");
    }

    private Response email(String id) {
        return as(user).get(LIST + "/" + id);
    }

    private static String part(MimeMessage mail, int index) throws Exception {
        Object content = mail.getContent();
        while (content instanceof MimeMultipart parts) {
            BodyPart part = parts.getCount() == 1 ? parts.getBodyPart(0) : parts.getBodyPart(index);
            content = part.getContent();
        }
        return String.valueOf(content).replace("\r\n", "\n");
    }

    @Test
    void writesToWhomNothingElseReachedAndEndsItWithOneClick() throws Exception {
        String rule = rule("NORMAL");
        happens(rule, "Größe <1>\\r\\nBcc: eve@example.com");

        MimeMessage mail = awaitMail();
        String id = list(user).path("items[0].id");

        assertThat(awaitEmail(id, "SENT")).isEqualTo("accepted by the mail server");
        assertThat(status()).isEqualTo("CREATED");
        assertThat(mail.getSubject()).isEqualTo("Closed: Größe <1>  Bcc: eve@example.com");
        assertThat(mail.getRecipients(Message.RecipientType.TO))
                .extracting(Object::toString)
                .containsExactly(user + "@example.com");
        assertThat(mail.getRecipients(Message.RecipientType.BCC)).isNull();
        assertThat(mail.getHeader("From")).containsExactly("Event Bus <bus@mail.example.com>");
        assertThat(mail.getHeader("Message-ID")).containsExactly("<" + id + "@mail.example.com>");
        assertThat(mail.getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(part(mail, 0)).startsWith("It is <closed>.").contains("https://bus.example.com/unsubscribe/");
        assertThat(part(mail, 1))
                .contains("<b>Größe &lt;1&gt;")
                .contains("href=\"https://bus.example.com/unsubscribe/");

        String link = mail.getHeader("List-Unsubscribe")[0].replaceAll("[<>\\s]", "");
        String path = URI.create(link).getPath();
        String preference = "preferences.rules['" + rule + "'].EMAIL";
        Response page = given().get(path);
        assertThat(page.contentType()).startsWith("text/html");
        assertThat(page.asString()).contains("<form method=\"post\">").contains(rule);
        assertThat(as(user).get("/api/workspaces/demo/recipients/me").<Object>path(preference))
                .isNull();

        quiet();
        happens(rule, "due");
        awaitCount(2);
        String due = list(user).path("items[0].id");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(awaitEmail(due, "QUEUED")).isEqualTo("quiet hours"));
        given().contentType("application/x-www-form-urlencoded")
                .body("List-Unsubscribe=One-Click")
                .post(path)
                .then()
                .statusCode(200);
        given().post(path).then().statusCode(200);

        assertThat(as(user).get("/api/workspaces/demo/recipients/me").<Boolean>path(preference))
                .isFalse();
        change("update attempt set lease_until = now() where state = 'QUEUED' and notification_id = '" + due + "'");
        assertThat(awaitEmail(due, "SKIPPED")).isEqualTo("switched off by its owner");
        happens(rule, "after");
        awaitCount(3);
        assertThat(email(list(user).path("items[0].id")).<List<String>>path("attempts.channel"))
                .containsExactly("WEBSOCKET");
        assertThat(mails()).hasSize(1);
    }

    @Test
    void writesNothingToWhomASocketOrADeviceReachedMeanwhile() throws Exception {
        quiet();
        String rule = rule("NORMAL", "\"WEBSOCKET\",\"PUSH\",\"EMAIL\"");
        happens(rule, "away");
        String id = awaitOne("CREATED");
        await().atMost(SOON).until(() -> attempts(id, "FAILED") == 1);

        as(user).contentType("application/json").body("{\"channel\":\"PUSH\"}").post(LIST + "/" + id + "/delivered");

        assertThat(awaitEmail(id, "SKIPPED")).isEqualTo("reached by push");
        assertThat(status()).isEqualTo("DELIVERED");

        happens(rule, "still away");
        awaitCount(2);
        String second = list(user).path("items[0].id");
        await().atMost(SOON).until(() -> attempts(second, "FAILED") == 1);
        gateway.socketOf(user, true);
        gateway.joined(user);

        assertThat(awaitEmail(second, "SKIPPED")).isEqualTo("acknowledged on a socket");
        assertThat(gateway.frames("notification")).hasSize(1);
        happens(rule, "there");
        awaitCount(3);
        assertThat(awaitEmail(list(user).path("items[0].id"), "SKIPPED")).isEqualTo("acknowledged on a socket");
        assertThat(mails()).isEmpty();
    }

    @Test
    void triesDevicesAtOnceWhereNoSocketIsOpen() throws Exception {
        happens(rule("NORMAL", "\"WEBSOCKET\",\"PUSH\""), "x");
        String id = awaitOne("CREATED");

        await().atMost(SOON).until(() -> attempts(id, "SKIPPED") == 1);

        assertThat(email(id).<List<String>>path("attempts.reason"))
                .containsExactly("no socket open", "no device registered");
        assertThat(status()).isEqualTo("CREATED");
    }

    @Test
    void writesToWhomOnlyADeadSocketIsOpen() throws Exception {
        gateway.socketOf(user, false);
        asOwner()
                .body("{\"locale\":\"de-AT\",\"email\":\"" + user + "@example.com\"}")
                .put("/api/workspaces/demo/recipients/" + user)
                .then()
                .statusCode(200);
        happens(rule("NORMAL"), "x");

        MimeMessage mail = awaitMail();

        assertThat(mail.getSubject()).isEqualTo("Zu: ä");
        assertThat(part(mail, 0)).startsWith("Es ist zu.");
    }

    @Test
    void keepsQuietHoursUnlessItIsUrgent() throws Exception {
        LocalTime until = quiet();
        happens(rule("HIGH"), "later");
        String later = awaitOne("CREATED");
        happens(rule("URGENT"), "now");

        assertThat(awaitMail().getSubject()).isEqualTo("Closed: now");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(awaitEmail(later, "QUEUED")).isEqualTo("quiet hours"));
        assertThat(email(later).<String>path("attempts.find{it.channel=='EMAIL'}.nextAt"))
                .contains("%tR".formatted(until));
    }

    @Test
    void writesNothingThatIsReadOrArchived() throws Exception {
        quiet();
        String rule = rule("NORMAL");
        happens(rule, "read");
        String read = awaitOne("CREATED");
        as(user).post(LIST + "/" + read + "/read").then().statusCode(200);
        assertThat(awaitEmail(read, "SKIPPED")).isEqualTo("read already");

        happens(rule, "archived");
        awaitCount(2);
        String archived = list(user).path("items[0].id");
        as(user).post(LIST + "/" + archived + "/archive").then().statusCode(200);
        assertThat(awaitEmail(archived, "SKIPPED")).isEqualTo("archived");
        assertThat(mails()).isEmpty();
    }

    @Test
    void waitsForAMailServerThatIsAwayAndWritesOnce() throws Exception {
        smtp.stop();
        happens(rule("NORMAL"), "patience");
        String id = awaitOne("CREATED");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(awaitEmail(id, "QUEUED")).isEqualTo("no mail server can be reached"));

        change("update attempt set tries = 25 where channel = 'EMAIL' and notification_id = '" + id + "'");
        assertThat(awaitEmail(id, "FAILED")).matches("given up after \\d+ tries: no mail server can be reached");
        assertThat(status()).isEqualTo("CREATED");

        change(
                "update attempt set tries = 1, state = 'QUEUED', lease_until = now() where channel = 'EMAIL' and notification_id = '"
                        + id + "'");
        smtp = mailServer(port);

        await().atMost(SOON.multipliedBy(2)).until(() -> mails().size() == 1);
        awaitEmail(id, "SENT");
        assertThat(mails()).hasSize(1);
    }

    @Test
    void takesTheOtherMailServerWhileTheFirstIsAway() throws Exception {
        smtp.stop();
        smtp = mailServer(fallbackPort);

        happens(rule("NORMAL"), "otherwise");

        assertThat(awaitMail().getSubject()).isEqualTo("Closed: otherwise");
    }

    @Test
    void saysWhatFailedForGoodWhereNoChannelIsLeft() throws Exception {
        gateway.addressOf(user, "ann@example.com, eve@example.com");
        gateway.socketOf(user, true);
        happens(rule("URGENT", "\"EMAIL\""), "lost");

        String id = awaitOne("FAILED");

        assertThat(awaitEmail(id, "FAILED")).isEqualTo("its owner's e-mail address cannot be used");
        assertThat(unread()).isZero();
        assertThat(gateway.frames("unread").getLast().path("count").asInt()).isZero();
        assertThat(mails()).isEmpty();
    }

    @Test
    void knowsItsOwnLinks() {
        for (String token : List.of(
                "x",
                "AAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAHVuc3Vic2NyaWJlCmRlbW8KdQpy",
                "not-base64!",
                "%0d%0aSet-Cookie:x",
                "%00",
                "..%2f..%2fapi",
                "dW5zdWJzY3JpYmU")) {
            for (String method : List.of("GET", "POST")) {
                Response answer = given().urlEncodingEnabled(false).request(method, "/unsubscribe/" + token);
                assertThat(answer.statusCode()).as(token).isEqualTo(404);
                assertThat(answer.contentType()).startsWith("application/problem+json");
            }
        }
    }
}
