package dev.eventbus.notifications.push;

import com.zerodeplibs.webpush.EncryptedPushMessage;
import com.zerodeplibs.webpush.MessageEncryption;
import com.zerodeplibs.webpush.MessageEncryptions;
import com.zerodeplibs.webpush.PushMessage;
import com.zerodeplibs.webpush.UserAgentMessageEncryptionKeyInfo;
import dev.eventbus.notifications.database.DatabaseException;
import dev.eventbus.notifications.device.Address;
import dev.eventbus.notifications.device.Device;
import dev.eventbus.notifications.device.DeviceKind;
import dev.eventbus.notifications.device.PushEndpoints;
import dev.eventbus.notifications.rule.Priority;
import dev.eventbus.webhook.Content;
import dev.eventbus.webhook.Endpoint;
import dev.eventbus.webhook.Outcome;
import dev.eventbus.webhook.RetryAfter;
import dev.eventbus.webhook.WebhookSender;
import dev.eventbus.webhook.WebhookUrl;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * To browsers, through the push service each of them brought (RFC 8030, 8291, 8292). Its host is a stranger's word: every
 * address it leads to is checked, and the connection goes to a checked one.
 */
final class WebPush implements PushService {
    /** Of the 4,096 bytes a push service has to take, what encryption leaves (RFC 8291 §4). */
    static final int MOST = 3_993;

    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

    private final MessageEncryption encryption = MessageEncryptions.of();
    private final WebhookSender sender;
    private final PushEndpoints endpoints;
    private final VapidTokens tokens;
    private final InstantSource clock;

    WebPush(WebhookSender sender, PushEndpoints endpoints, VapidTokens tokens, InstantSource clock) {
        this.sender = sender;
        this.endpoints = endpoints;
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public DeviceKind kind() {
        return DeviceKind.WEBPUSH;
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public String origin(Device device) {
        return origin(browser(device).url());
    }

    /** As RFC 6454 §6.2 writes it: without the port that the scheme has anyway. */
    private static String origin(WebhookUrl url) {
        String host = url.host().contains(":") ? '[' + url.host() + ']' : url.host();
        boolean usual = url.port() == (url.tls() ? 443 : 80);
        return (url.tls() ? "https://" : "http://") + host + (usual ? "" : ":" + url.port());
    }

    private static Address.WebPush browser(Device device) {
        return (Address.WebPush) device.address();
    }

    @Override
    public Answer push(Device device, Message message) {
        Address.WebPush browser = browser(device);
        WebhookUrl url = browser.url();
        Optional<String> objection = endpoints.objection(url);
        if (objection.isPresent()) {
            return new Answer.Refused("the endpoint " + objection.get());
        }
        String origin = origin(url);
        String authorization;
        try {
            authorization = tokens.header(origin);
        } catch (DatabaseException e) {
            return Answer.busy("the keys of this server cannot be read", Duration.ZERO);
        }
        EncryptedPushMessage sealed = encryption.encrypt(
                UserAgentMessageEncryptionKeyInfo.of(browser.p256dh(), browser.auth()),
                PushMessage.of(Payload.fit(message, MOST, (title, body) -> json(message, title, body))));
        Map<String, String> headers = Map.of(
                "Authorization", authorization,
                "Content-Encoding", sealed.contentEncoding(),
                "TTL", Long.toString(message.timeToLive(clock.instant()).toSeconds()),
                "Urgency", urgency(message.priority()),
                "Topic", message.topic());
        Outcome outcome = sender.send(
                new Endpoint(url, Map.of(), PushLanes.LONGEST_SEND),
                new Content(sealed.toBytes(), sealed.mediaType(), headers));
        return answer(outcome, origin);
    }

    private static String urgency(Priority priority) {
        return switch (priority) {
            case LOW -> "low";
            case NORMAL -> "normal";
            case HIGH, URGENT -> "high";
        };
    }

    /**
     * What our service worker reads, and beside it Declarative Web Push, by which browsers show a notification without
     * one.
     */
    private static Object json(Message message, String title, String body) {
        Map<String, Object> unread = Map.of(
                "count", message.unread().count(), "version", message.unread().version());
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("title", title);
        shown.put("body", body);
        shown.put("navigate", message.url());
        shown.put("tag", message.topic());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("web_push", 8030);
        json.put("notification", shown);
        json.put("app_badge", message.unread().count());
        json.put("id", message.id());
        json.put("workspaceId", message.notification().workspaceId());
        json.put("title", title);
        json.put("body", body);
        json.put("url", message.url());
        json.put("tag", message.topic());
        json.put("unread", unread);
        return json;
    }

    private Answer answer(Outcome outcome, String origin) {
        return switch (outcome) {
            case Outcome.Delivered delivered -> new Answer.Accepted();
            case Outcome.Rejected rejected -> rejected(rejected, origin);
            case Outcome.Unreachable unreachable ->
                switch (unreachable.failure()) {
                    case POLICY -> new Answer.Refused("the endpoint may not be pushed to: " + unreachable.message());
                    case BUSY -> Answer.busy("the notifier has too many connections", Duration.ZERO);
                    case RESOLVE, CONNECT, TLS, TIMEOUT, DISCONNECTED, PROTOCOL ->
                        Answer.fault("the push service did not answer: " + unreachable.failure());
                };
        };
    }

    private Answer rejected(Outcome.Rejected rejected, String origin) {
        String reason = "the push service answered " + rejected.status();
        Duration delay = RetryAfter.delay(rejected.retryAfter(), clock.instant(), LONGEST_PAUSE);
        return switch (rejected.status()) {
            case 404, 410 -> new Answer.Gone(reason);
            case 429 -> Answer.busy(reason, delay);
            case 401, 403 -> {
                tokens.forget(origin);
                yield new Answer.Refused(reason);
            }
            default ->
                rejected.status() >= 500 || rejected.status() == 408
                        ? new Answer.Later(reason, delay, true)
                        : new Answer.Refused(reason);
        };
    }
}
