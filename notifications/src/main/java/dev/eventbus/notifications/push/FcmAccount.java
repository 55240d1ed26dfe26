package dev.eventbus.notifications.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.security.PrivateKey;

/**
 * A service account of Google, as its JSON file says.
 *
 * @param project whose devices may be pushed to
 * @param email who asks
 * @param keyId which of the account's keys this is; may be empty
 * @param tokenUrl where access tokens are to be had
 */
record FcmAccount(String project, String email, String keyId, PrivateKey key, URI tokenUrl) {
    private static final String VARIABLE = "FCM_CREDENTIALS";

    /**
     * Throws {@link IllegalArgumentException} naming what is missing, never what is there.
     *
     * @param credentials the file's name or its text
     */
    static FcmAccount parse(String credentials) {
        JsonNode json;
        try {
            json = JsonMapper.builder().build().readTree(PemKey.text(VARIABLE, credentials, "{"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(VARIABLE + " must be the JSON of a service account, was no JSON");
        }
        return new FcmAccount(
                member(json, "project_id"),
                member(json, "client_email"),
                json.path("private_key_id").asText(""),
                PemKey.parse(VARIABLE, member(json, "private_key"), "RSA"),
                URI.create(member(json, "token_uri")));
    }

    private static String member(JsonNode json, String name) {
        String text = json.path(name).asText("");
        if (text.isBlank()) {
            throw new IllegalArgumentException(
                    VARIABLE + " must be the JSON of a service account, was without " + name);
        }
        return text;
    }

    FcmAccount withTokenUrl(URI tokenUrl) {
        return new FcmAccount(project, email, keyId, key, tokenUrl);
    }

    @Override
    public String toString() {
        return "FcmAccount[" + email + "]";
    }
}
