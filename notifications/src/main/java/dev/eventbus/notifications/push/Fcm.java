package dev.eventbus.notifications.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eventbus.notifications.device.Device;
import dev.eventbus.notifications.device.DeviceKind;
import dev.eventbus.notifications.rule.Priority;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * To devices registered with Firebase, by its HTTP v1 interface. What went wrong is told by {@code details[].errorCode},
 * never by the words of a message.
 */
final class Fcm implements PushService {
    static final int MOST = 4_096;

    /** What Firebase asks for where a refusal for quota names no time. */
    private static final Duration QUOTA_PAUSE = Duration.ofMinutes(1);

    private static final String ERROR_TYPE = "google.firebase.fcm.v1.FcmError";
    private static final ObjectReader JSON = JsonMapper.builder().build().reader();

    private final URI sendUrl;
    private final FcmTokens tokens;
    private final PushHttp http;
    private final InstantSource clock;

    Fcm(URI sendUrl, FcmTokens tokens, PushHttp http, InstantSource clock) {
        this.sendUrl = sendUrl;
        this.tokens = tokens;
        this.http = http;
        this.clock = clock;
    }

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
        return sendUrl.getAuthority();
    }

    @Override
    public Answer push(Device device, Message message) {
        try {
            String token = tokens.get();
            PushHttp.Response response = http.send(HttpRequest.newBuilder(sendUrl)
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json; charset=UTF-8")
                    .POST(BodyPublishers.ofByteArray(Payload.fit(
                            message,
                            MOST,
                            (title, body) -> json(device.address().secret(), message, title, body))))
                    .build());
            return response.status() == 200 ? new Answer.Accepted() : answer(response, token);
        } catch (IOException e) {
            return Answer.fault("Firebase did not answer: " + e.getMessage());
        }
    }

    private Object json(String token, Message message, String title, String body) {
        Map<String, Object> android = new LinkedHashMap<>();
        android.put("priority", message.priority() == Priority.LOW ? "NORMAL" : "HIGH");
        android.put("ttl", message.timeToLive(clock.instant()).toSeconds() + "s");
        if (message.isCollapsible()) { // a device keeps four of them only, so none without need
            android.put("collapse_key", message.topic());
        }
        // With the tag a repetition takes the place of what is shown already.
        android.put("notification", Map.of("tag", message.topic()));
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("token", token);
        inner.put("notification", Map.of("title", title, "body", body));
        inner.put("data", data(message));
        inner.put("android", android);
        inner.put("apns", Map.of("headers", apple(message)));
        return Map.of("message", inner);
    }

    /** The same for Apple's devices that are registered with Firebase: they heed nothing else. */
    private static Map<String, String> apple(Message message) {
        return Map.of(
                "apns-priority", message.priority() == Priority.LOW ? "5" : "10",
                "apns-expiration", Long.toString(message.expiresAt().getEpochSecond()),
                "apns-collapse-id", message.topic());
    }

    /** Texts only: Firebase takes nothing else. */
    private static Map<String, String> data(Message message) {
        return Map.of(
                "id", message.id(),
                "workspaceId", message.notification().workspaceId(),
                "url", message.url(),
                "unreadCount", Integer.toString(message.unread().count()),
                "unreadVersion", Long.toString(message.unread().version()));
    }

    private Answer answer(PushHttp.Response response, String token) {
        String code = errorCode(response.body());
        String reason = "Firebase answered " + response.status() + (code.isEmpty() ? "" : " " + code);
        return switch (code) {
            case "UNREGISTERED" -> response.status() == 404 ? new Answer.Gone(reason) : new Answer.Refused(reason);
            case "QUOTA_EXCEEDED" -> Answer.busy(reason, orQuotaPause(response.retryAfter()));
            case "UNAVAILABLE", "INTERNAL" -> new Answer.Later(reason, response.retryAfter(), true);
            case "INVALID_ARGUMENT", "SENDER_ID_MISMATCH", "THIRD_PARTY_AUTH_ERROR" -> new Answer.Refused(reason);
            default -> byStatus(response, token, reason);
        };
    }

    private Answer byStatus(PushHttp.Response response, String token, String reason) {
        return switch (response.status()) {
            case 401 -> {
                tokens.forget(token);
                yield Answer.fault(reason);
            }
            case 429 -> Answer.busy(reason, orQuotaPause(response.retryAfter()));
            default ->
                response.status() >= 500
                        ? new Answer.Later(reason, response.retryAfter(), true)
                        : new Answer.Refused(reason);
        };
    }

    private static Duration orQuotaPause(Duration retryAfter) {
        return retryAfter.isPositive() ? retryAfter : QUOTA_PAUSE;
    }

    /** In capital letters as Google defines them; empty if there is none. */
    private static String errorCode(byte[] body) {
        try {
            for (JsonNode detail : JSON.readTree(body).at("/error/details")) {
                String code = detail.path("errorCode").asText("");
                if (detail.path("@type").asText("").endsWith(ERROR_TYPE) && code.matches("[A-Z_]{1,40}")) {
                    return code;
                }
            }
        } catch (IOException e) {
            // A proxy in between may answer anything; the status says enough then.
        }
        return "";
    }
}
