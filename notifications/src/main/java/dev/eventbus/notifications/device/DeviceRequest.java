package dev.eventbus.notifications.device;

import com.zerodeplibs.webpush.UserAgentMessageEncryptionKeyInfo;
import dev.eventbus.notifications.device.Address.Environment;
import dev.eventbus.notifications.json.Members;
import dev.eventbus.notifications.problem.ProblemException;
import dev.eventbus.topic.Segments;
import dev.eventbus.webhook.WebhookUrl;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
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

    /** Throws a {@link ProblemException} (400) naming the fields at fault, never a value that is a secret. */
    static DeviceRequest parse(byte[] body) {
        Members members = Members.read(body);
        DeviceKind kind = members.text("kind", DeviceRequest::kind);
        Address address = switch (kind) {
            case null -> missing(members, "kind");
            case WEBPUSH -> browser(members);
            case FCM -> fcm(members);
            case APNS -> apple(members);
        };
        String name = members.text("name", DeviceRequest::name);
        if (kind == null) {
            members.letOthersBe(); // nobody knows what belongs to it
        }
        members.check();
        return new DeviceRequest(Objects.requireNonNull(address, "nothing is wrong with it"), name);
    }

    /** Unless it was there and is refused already. */
    private static <T> @Nullable T missing(Members members, String name) {
        return members.has(name) ? null : members.refuse(name, "must be given");
    }

    private static DeviceKind kind(String text) {
        return Arrays.stream(DeviceKind.values())
                .filter(known -> known.name().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("must be WEBPUSH, FCM or APNS, was " + Segments.quoted(text)));
    }

    private static @Nullable Address browser(Members members) {
        Members subscription = members.object("subscription");
        if (subscription == null) {
            return missing(members, "subscription");
        }
        subscription.letOthersBe(); // it is the browser's object; when it ends, its push service says so
        String endpoint = subscription.text("endpoint", DeviceRequest::endpoint);
        Members keys = subscription.object("keys");
        if (endpoint == null || keys == null) {
            missing(subscription, "endpoint");
            return missing(subscription, "keys");
        }
        keys.letOthersBe();
        byte[] p256dh = keys.text("p256dh", text -> bytes(text, KEY_BYTES));
        byte[] auth = keys.text("auth", text -> bytes(text, AUTH_BYTES));
        if (p256dh == null || auth == null) {
            missing(keys, "p256dh");
            return missing(keys, "auth");
        }
        return isKey(p256dh, auth)
                ? new Address.WebPush(endpoint, base64(p256dh), base64(auth))
                : keys.refuse("p256dh", "must be an uncompressed point of the curve P-256");
    }

    private static String endpoint(String text) {
        requireShort(text);
        try {
            WebhookUrl.parse(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is no URL to push to: " + e.getMessage());
        }
    }

    private static boolean isKey(byte[] p256dh, byte[] auth) {
        try {
            UserAgentMessageEncryptionKeyInfo.of(p256dh, auth);
            return true;
        } catch (RuntimeException e) { // the library has several for what is wrong with a key
            return false;
        }
    }

    private static byte[] bytes(String text, int length) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length == length) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Said below, as for a wrong length.
        }
        throw new IllegalArgumentException("must be base64url of " + length + " bytes");
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static @Nullable Address fcm(Members members) {
        String token = members.text(
                "token",
                text -> token(
                        text, FCM_TOKEN, "must be a registration token of Firebase: letters, digits, and _ : . -"));
        return token == null ? missing(members, "token") : new Address.Fcm(token);
    }

    private static @Nullable Address apple(Members members) {
        String token = members.text(
                "token",
                text -> token(
                        text, APNS_TOKEN, "must be a device token of Apple in hexadecimal digits, 16 to 400 of them"));
        Environment environment = members.text("environment", DeviceRequest::environment);
        return token == null
                ? missing(members, "token")
                : new Address.Apns(
                        token.toLowerCase(Locale.ROOT),
                        Objects.requireNonNullElse(environment, Environment.PRODUCTION));
    }

    private static String token(String text, Pattern form, String demand) {
        requireShort(text);
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException(demand);
        }
        return text;
    }

    private static Environment environment(String text) {
        return switch (text) {
            case "production" -> Environment.PRODUCTION;
            case "sandbox" -> Environment.SANDBOX;
            default ->
                throw new IllegalArgumentException("must be production or sandbox, was " + Segments.quoted(text));
        };
    }

    private static String name(String text) {
        if (text.length() > MAX_NAME || UNSHOWABLE.matcher(text).find()) {
            throw new IllegalArgumentException(
                    "must be one line of at most " + MAX_NAME + " characters, had " + text.length());
        }
        return text;
    }

    private static void requireShort(String secret) {
        if (secret.length() > MAX_SECRET) {
            throw new IllegalArgumentException("must be at most " + MAX_SECRET + " characters, had " + secret.length());
        }
    }
}
