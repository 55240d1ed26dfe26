package dev.eventbus.notifications.device;

import com.zerodeplibs.webpush.UserAgentMessageEncryptionKeyInfo;
import dev.eventbus.notifications.device.Address.Environment;
import dev.eventbus.notifications.problem.ProblemException;
import dev.eventbus.topic.Segments;
import dev.eventbus.webhook.WebhookUrl;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A device as a client writes it, checked in itself. */
record DeviceRequest(Address address, @Nullable String name) {
    static final int MAX_SECRET = 2_048;
    private static final int MAX_NAME = 100;
    private static final int KEY_BYTES = 65;
    private static final int AUTH_BYTES = 16;
    private static final Pattern FCM_TOKEN = Pattern.compile("[A-Za-z0-9_:.-]+");
    private static final Pattern APNS_TOKEN = Pattern.compile("(?:[0-9A-Fa-f]{2}){8,200}");
    private static final Pattern UNSHOWABLE = Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]");

    /** Throws a {@link ProblemException} (400) naming the field at fault, never its value where that is a secret. */
    static DeviceRequest parse(byte[] body) {
        JsonMembers members = JsonMembers.read(body);
        Address address = switch (kind(members)) {
            case WEBPUSH -> browser(members.object("subscription"));
            case FCM -> new Address.Fcm(fcmToken(members));
            case APNS -> new Address.Apns(apnsToken(members), environment(members));
        };
        String name = name(members);
        members.requireNoOthers();
        return new DeviceRequest(address, name);
    }

    private static DeviceKind kind(JsonMembers members) {
        String kind = members.text("kind");
        return Arrays.stream(DeviceKind.values())
                .filter(known -> known.name().equals(kind))
                .findFirst()
                .orElseThrow(
                        () -> members.refuse("kind", "must be WEBPUSH, FCM or APNS, was " + Segments.quoted(kind)));
    }

    /** The object is the browser's own, so it may hold what we do not know. */
    private static Address browser(JsonMembers subscription) {
        String endpoint = subscription.text("endpoint");
        requireShort(subscription, "endpoint", endpoint);
        try {
            WebhookUrl.parse(endpoint);
        } catch (IllegalArgumentException e) {
            throw subscription.refuse("endpoint", "is no URL to push to: " + e.getMessage());
        }
        Long ignored = subscription.optionalNumber("expirationTime"); // when it is over, its push service says so
        JsonMembers keys = subscription.object("keys");
        byte[] p256dh = bytes(keys, "p256dh", KEY_BYTES);
        byte[] auth = bytes(keys, "auth", AUTH_BYTES);
        requireKey(keys, p256dh, auth);
        return new Address.WebPush(endpoint, base64(p256dh), base64(auth));
    }

    private static void requireKey(JsonMembers keys, byte[] p256dh, byte[] auth) {
        try {
            UserAgentMessageEncryptionKeyInfo.of(p256dh, auth);
        } catch (RuntimeException e) { // the library has several for what is wrong with a key
            throw keys.refuse("p256dh", "must be an uncompressed point of the curve P-256");
        }
    }

    private static byte[] bytes(JsonMembers keys, String name, int length) {
        String text = keys.text(name);
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length == length) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Said below, as for a wrong length.
        }
        throw keys.refuse(name, "must be base64url of " + length + " bytes");
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String fcmToken(JsonMembers members) {
        String token = members.text("token");
        requireShort(members, "token", token);
        if (!FCM_TOKEN.matcher(token).matches()) {
            throw members.refuse("token", "must be a registration token of Firebase: letters, digits, and _ : . -");
        }
        return token;
    }

    private static String apnsToken(JsonMembers members) {
        String token = members.text("token");
        requireShort(members, "token", token);
        if (!APNS_TOKEN.matcher(token).matches()) {
            throw members.refuse("token", "must be a device token of Apple in hexadecimal digits, 16 to 400 of them");
        }
        return token.toLowerCase(Locale.ROOT);
    }

    private static Environment environment(JsonMembers members) {
        String environment = members.optionalText("environment");
        return switch (environment) {
            case null -> Environment.PRODUCTION;
            case "production" -> Environment.PRODUCTION;
            case "sandbox" -> Environment.SANDBOX;
            default ->
                throw members.refuse(
                        "environment", "must be production or sandbox, was " + Segments.quoted(environment));
        };
    }

    private static @Nullable String name(JsonMembers members) {
        String name = members.optionalText("name");
        if (name != null
                && (name.length() > MAX_NAME || UNSHOWABLE.matcher(name).find())) {
            throw members.refuse(
                    "name", "must be one line of at most " + MAX_NAME + " characters, had " + name.length());
        }
        return name;
    }

    private static void requireShort(JsonMembers members, String name, String secret) {
        if (secret.length() > MAX_SECRET) {
            throw members.refuse(name, "must be at most " + MAX_SECRET + " characters, had " + secret.length());
        }
    }
}
