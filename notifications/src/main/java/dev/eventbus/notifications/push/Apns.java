package dev.eventbus.notifications.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eventbus.notifications.device.Address;
import dev.eventbus.notifications.device.Address.Environment;
import dev.eventbus.notifications.device.Device;
import dev.eventbus.notifications.device.DeviceKind;
import dev.eventbus.notifications.rule.Priority;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** To Apple's devices, by HTTP/2 with a token that is signed here. */
final class Apns implements PushService {
    static final int MOST = 4_096;
    private static final ObjectReader JSON = JsonMapper.builder().build().reader();

    private final Target target;
    private final ApnsTokens tokens;
    private final PushHttp http;
    private final InstantSource clock;

    Apns(Target target, ApnsTokens tokens, PushHttp http, InstantSource clock) {
        this.target = target;
        this.tokens = tokens;
        this.http = http;
        this.clock = clock;
    }

    /**
     * Whom it talks to about which application.
     *
     * @param topic the application's bundle id
     */
    record Target(URI production, URI sandbox, String topic) {}

    @Override
    public DeviceKind kind() {
        return DeviceKind.APNS;
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public String origin(Device device) {
        return server(device).getAuthority();
    }

    private URI server(Device device) {
        boolean sandbox = ((Address.Apns) device.address()).environment() == Environment.SANDBOX;
        return sandbox ? target.sandbox() : target.production();
    }

    @Override
    public Answer push(Device device, Message message) {
        String token = tokens.get();
        Instant now = clock.instant();
        long expiration = message.timeToLive(now).isZero()
                ? 0
                : now.plus(message.timeToLive(now)).getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(
                        server(device).resolve("/3/device/" + device.address().secret()))
                .header("authorization", "bearer " + token)
                .header("apns-id", id(device, message))
                .header("apns-topic", target.topic())
                .header("apns-push-type", "alert")
                .header("apns-priority", message.priority() == Priority.LOW ? "5" : "10")
                .header("apns-expiration", Long.toString(expiration))
                .header("apns-collapse-id", message.topic())
                .POST(BodyPublishers.ofByteArray(
                        Payload.fit(message, MOST, (title, body) -> json(message, title, body))))
                .build();
        try {
            PushHttp.Response response = http.send(request);
            return response.status() == 200 ? new Answer.Accepted() : answer(response, device, token);
        } catch (IOException e) {
            return Answer.fault("Apple did not answer: " + e.getMessage());
        }
    }

    /** The same for each try, so that a repetition can be told from another message. */
    private static String id(Device device, Message message) {
        return UUID.nameUUIDFromBytes((message.id() + ' ' + device.id()).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static Object json(Message message, String title, String body) {
        Map<String, Object> aps = new LinkedHashMap<>();
        aps.put("alert", Map.of("title", title, "body", body));
        aps.put("badge", message.unread().count());
        aps.put("sound", "default");
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("aps", aps);
        json.put("id", message.id());
        json.put("workspaceId", message.notification().workspaceId());
        json.put("url", message.url());
        json.put(
                "unread",
                Map.of(
                        "count",
                        message.unread().count(),
                        "version",
                        message.unread().version()));
        return json;
    }

    private Answer answer(PushHttp.Response response, Device device, String token) {
        JsonNode body = body(response.body());
        String code = body.path("reason").asText("");
        code = code.matches("[A-Za-z]{1,40}") ? code : "";
        String reason = "Apple answered " + response.status() + (code.isEmpty() ? "" : " " + code);
        return switch (response.status()) {
            case 410 -> gone(body, device, reason);
            case 400 -> code.equals("BadDeviceToken") ? new Answer.Gone(reason) : new Answer.Refused(reason);
            case 403 -> {
                if (!code.equals("ExpiredProviderToken")) {
                    yield new Answer.Refused(reason);
                }
                tokens.expired(token);
                yield Answer.fault(reason);
            }
            case 429 -> Answer.busy(reason, response.retryAfter());
            default ->
                response.status() >= 500
                        ? new Answer.Later(reason, response.retryAfter(), true)
                        : new Answer.Refused(reason);
        };
    }

    /** Apple says since when; a device that registered after that is there again. */
    private static Answer gone(JsonNode body, Device device, String reason) {
        JsonNode since = body.path("timestamp"); // milliseconds
        boolean proven = since.canConvertToLong()
                && since.isNumber()
                && Instant.ofEpochMilli(since.longValue()).isAfter(device.registeredAt());
        return proven ? new Answer.Gone(reason) : new Answer.Refused(reason + ", but it registered since");
    }

    private static JsonNode body(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? JSON.createObjectNode() : json;
        } catch (IOException e) {
            return JSON.createObjectNode(); // a proxy in between may answer anything
        }
    }
}
