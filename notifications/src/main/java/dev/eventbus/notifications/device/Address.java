package dev.eventbus.notifications.device;

import dev.eventbus.webhook.WebhookUrl;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** How a push service finds a device. Whoever knows an address can push to it, so none is ever shown or logged. */
public sealed interface Address {
    DeviceKind kind();

    /** The endpoint or the token. */
    String secret();

    /**
     * A browser's subscription (RFC 8291).
     *
     * @param endpoint the URL that takes messages; checked
     * @param p256dh the browser's public key, base64url
     * @param auth 16 bytes shared with the browser, base64url
     */
    record WebPush(String endpoint, String p256dh, String auth) implements Address {
        @Override
        public DeviceKind kind() {
            return DeviceKind.WEBPUSH;
        }

        @Override
        public String secret() {
            return endpoint;
        }

        /** Where it leads, without what is secret about it. */
        public WebhookUrl url() {
            return WebhookUrl.parse(endpoint);
        }

        @Override
        public String toString() {
            return "WebPush";
        }
    }

    /** A registration token of Firebase. */
    record Fcm(String token) implements Address {
        @Override
        public DeviceKind kind() {
            return DeviceKind.FCM;
        }

        @Override
        public String secret() {
            return token;
        }

        @Override
        public String toString() {
            return "Fcm";
        }
    }

    /** A device token of Apple, in lower case hexadecimal digits. */
    record Apns(String token, Environment environment) implements Address {
        @Override
        public DeviceKind kind() {
            return DeviceKind.APNS;
        }

        @Override
        public String secret() {
            return token;
        }

        @Override
        public String toString() {
            return "Apns";
        }
    }

    /** Which of Apple's services knows a token. */
    enum Environment {
        PRODUCTION,
        SANDBOX
    }

    /** What an address is recognised by without holding it in an index. */
    default String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
