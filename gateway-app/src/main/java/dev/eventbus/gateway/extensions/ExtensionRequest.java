package dev.eventbus.gateway.extensions;

import dev.eventbus.gateway.json.JsonMembers;
import dev.eventbus.gateway.json.ShortText;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.security.WebhookSecret;
import dev.eventbus.topic.Segments;
import org.jspecify.annotations.Nullable;

/**
 * An extension as an administrator registers it.
 *
 * @param serviceBaseUrl of an external service; null for one in this process
 * @param secret to sign with; null to keep the stored one or have one made
 */
record ExtensionRequest(
        String key,
        String name,
        ExtensionType type,
        @Nullable String serviceBaseUrl,
        @Nullable String secret) {
    private static final int MAX_NAME = 100;
    private static final String HIDDEN = "***";

    /** Throws a {@link ProblemException} (400) naming every field at fault. */
    static ExtensionRequest parse(byte[] body) {
        JsonMembers members = JsonMembers.read(body);
        String key = members.requiredText("key");
        if (!key.isEmpty()) {
            members.attempt("key", () -> Segments.require("key", key));
        }
        return read(members, key);
    }

    /** As {@link #parse(byte[])}, of an extension whose key is in the address. */
    static ExtensionRequest parse(byte[] body, String key) {
        JsonMembers members = JsonMembers.read(body);
        String written = members.text("key");
        if (written != null && !written.equals(key)) {
            members.refuse("key", "key must be that of the address, which cannot be changed; leave it out");
        }
        return read(members, key);
    }

    private static ExtensionRequest read(JsonMembers members, String key) {
        String name = members.requiredText("name");
        members.attempt("name", () -> ShortText.require("name", name, MAX_NAME));
        ExtensionType type = type(members);
        String url = members.text("serviceBaseUrl", ServiceUrl::require);
        String secret = members.text("secret");
        boolean isKept = secret != null && secret.startsWith(HIDDEN);
        if (secret != null && !isKept) {
            members.attempt("secret", () -> WebhookSecret.require(secret));
        }
        if (type == ExtensionType.EXTERNAL_SERVICE && !members.has("serviceBaseUrl")) {
            members.refuse("serviceBaseUrl", "serviceBaseUrl must be given for an EXTERNAL_SERVICE");
        }
        if (type == ExtensionType.IN_PROCESS) {
            refuseGiven(members, "serviceBaseUrl", url);
            refuseGiven(members, "secret", secret);
        }
        members.check();
        return new ExtensionRequest(key, name, type, url, isKept ? null : secret);
    }

    private static ExtensionType type(JsonMembers members) {
        String text = members.requiredText("type");
        ExtensionType type = text.isEmpty() ? null : members.attempt("type", () -> ExtensionType.parse(text));
        return type == null ? ExtensionType.EXTERNAL_SERVICE : type;
    }

    private static void refuseGiven(JsonMembers members, String field, @Nullable String value) {
        if (value != null) {
            members.refuse(field, field + " must be left out for an extension that is IN_PROCESS");
        }
    }

    @Override
    public String toString() {
        return "ExtensionRequest[" + key + "]";
    }
}
