package dev.eventbus.notifications.push;

import dev.eventbus.notifications.device.Address;
import dev.eventbus.notifications.device.Device;
import dev.eventbus.notifications.inbox.Notification;
import dev.eventbus.notifications.inbox.Owner;
import dev.eventbus.notifications.inbox.Status;
import dev.eventbus.notifications.inbox.Unread;
import dev.eventbus.notifications.rule.Priority;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What the tests of push are about: one notification, any device. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-11-21T08:09:50.123Z");
    static final String ID = "NNNNNNNNNNNNNNNNNNNNNNNNNNN";

    private Samples() {}

    static Device device(Address address) {
        return new Device(
                "device-1", new Owner("demo", "user-1"), address, null, NOW, NOW, new Device.History(null, null, null));
    }

    static Message message(Priority priority, String body, @Nullable String collapseKey) {
        Notification notification = new Notification(
                ID,
                "demo",
                "rule",
                priority,
                "Grüße",
                body,
                Status.CREATED,
                "e",
                "a.b",
                "_",
                NOW,
                null,
                null,
                collapseKey,
                null);
        return new Message(notification, new Unread(3, 7), "https://example.com/inbox", NOW.plus(Duration.ofHours(1)));
    }

    static Message message() {
        return message(Priority.NORMAL, "hello", null);
    }

    static KeyPair keys(String algorithm, int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    static String pem(KeyPair keys) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }
}
