package dev.eventbus.notifications.push;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an operator says of push services. */
@ConfigMapping(prefix = "notifier.push")
public interface PushConfig {
    /** Hosts that registered URLs may lead to though they are private, or not https. */
    Optional<List<String>> allowedHosts();

    /** Where a click on a notification leads: the address of the gateway. */
    Optional<URI> publicUrl();

    /** How long a push service keeps a message for a device that is off, unless the notification ends earlier. */
    @WithDefault("24h")
    Duration timeToLive();

    Vapid vapid();

    /** The keys by which browsers' push services recognise this server (RFC 8292). */
    interface Vapid {
        /** 65 bytes, base64url; made on the first start if absent. */
        Optional<String> publicKey();

        /** 32 bytes, base64url. */
        Optional<String> privateKey();

        /** Whom a push service writes to when something is wrong: a {@code mailto:} or https URL. */
        @WithDefault("mailto:admin@example.com")
        String subject();
    }

    Fcm fcm();

    /** Firebase Cloud Messaging. */
    interface Fcm {
        /** The JSON of a service account: the name of its file, or its text. */
        Optional<String> credentials();

        @WithDefault("https://fcm.googleapis.com")
        URI url();

        /** In place of the one the credentials name. */
        Optional<URI> tokenUrl();
    }

    Apns apns();

    /** The Apple Push Notification service. */
    interface Apns {
        /** A key of kind p8: the name of its file, or its text. */
        Optional<String> key();

        Optional<String> keyId();

        Optional<String> teamId();

        /** The application's bundle id. */
        Optional<String> topic();

        @WithDefault("https://api.push.apple.com")
        URI url();

        @WithDefault("https://api.sandbox.push.apple.com")
        URI sandboxUrl();
    }
}
