package dev.eventbus.notifications.push;

import dev.eventbus.notifications.device.DeviceKind;
import dev.eventbus.notifications.device.PushEndpoints;
import dev.eventbus.notifications.device.Registrable;
import dev.eventbus.webhook.SenderSettings;
import dev.eventbus.webhook.UrlGuard;
import dev.eventbus.webhook.WebhookSender;
import io.quarkus.arc.All;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the push services an operator has set up, and stands in for the others. */
final class PushWiring {
    private static final Duration CONNECT = Duration.ofSeconds(3);

    @Produces
    @Singleton
    UrlGuard guard(PushConfig config) {
        return UrlGuard.publicOnly(config.allowedHosts().orElse(List.of()));
    }

    @Produces
    @Singleton
    WebhookSender sender(Vertx vertx, UrlGuard guard) {
        return WebhookSender.create(vertx, SenderSettings.of(guard, PushLanes.AT_ONCE, "eventbus-notifier"));
    }

    void close(@Disposes WebhookSender sender) {
        sender.close();
    }

    @Produces
    @Singleton
    VapidTokens vapidTokens(VapidKeys keys, PushConfig config, InstantSource clock) {
        return new VapidTokens(keys, config.vapid().subject(), clock);
    }

    @Produces
    @Singleton
    PushService webPush(WebhookSender sender, PushEndpoints endpoints, VapidTokens tokens, InstantSource clock) {
        return new WebPush(sender, endpoints, tokens, clock);
    }

    @Produces
    @Singleton
    PushService fcm(PushConfig config, InstantSource clock) {
        PushConfig.Fcm fcm = config.fcm();
        if (fcm.credentials().isEmpty()) {
            return new NotSetUp(DeviceKind.FCM, "FCM_CREDENTIALS");
        }
        FcmAccount read = FcmAccount.parse(fcm.credentials().get());
        FcmAccount account = fcm.tokenUrl().map(read::withTokenUrl).orElse(read);
        PushHttp http = new PushHttp(client(), clock);
        URI sendUrl = fcm.url().resolve("/v1/projects/" + account.project() + "/messages:send");
        return new Fcm(sendUrl, new FcmTokens(account, http, clock), http, clock);
    }

    @Produces
    @Singleton
    PushService apns(PushConfig config, InstantSource clock) {
        PushConfig.Apns apns = config.apns();
        List<String> missing = new ArrayList<>();
        String key = given(apns.key(), "APNS_KEY", missing);
        String keyId = given(apns.keyId(), "APNS_KEY_ID", missing);
        String teamId = given(apns.teamId(), "APNS_TEAM_ID", missing);
        String topic = given(apns.topic(), "APNS_TOPIC", missing);
        if (!missing.isEmpty()) {
            return new NotSetUp(DeviceKind.APNS, String.join(", ", missing));
        }
        String pem = PemKey.text("APNS_KEY", key, "-----BEGIN");
        ApnsTokens tokens = new ApnsTokens(PemKey.parse("APNS_KEY", pem, "EC"), keyId, teamId, clock);
        return new Apns(
                new Apns.Target(apns.url(), apns.sandboxUrl(), topic), tokens, new PushHttp(client(), clock), clock);
    }

    private static String given(Optional<String> value, String variable, List<String> missing) {
        if (value.isEmpty()) {
            missing.add(variable);
        }
        return value.orElse("");
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Produces
    @Singleton
    Registrable registrable(@All List<PushService> services) {
        return kind -> services.stream()
                .filter(service -> service.kind() == kind)
                .findFirst()
                .flatMap(PushService::missing);
    }
}
