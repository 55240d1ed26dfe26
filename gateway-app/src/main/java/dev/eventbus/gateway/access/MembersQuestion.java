package dev.eventbus.gateway.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventbus.gateway.account.Membership;
import dev.eventbus.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What another process wants to know of a workspace's people.
 *
 * @param userIds about these only; a platform's ADMIN counts, too, since every workspace is open to them
 * @param isAboutUsers whether it asks about given users, be it none, and not for a page of all members
 * @param roles members with one of these; any unless given
 * @param after members behind this id
 * @param limit at most so many
 */
record MembersQuestion(
        String workspaceId, List<String> userIds, boolean isAboutUsers, List<String> roles, String after, int limit) {
    /** The most that one answer tells. */
    static final int MOST = 1_000;

    static MembersQuestion read(byte[] json) {
        JsonNode question = Json.read(json, JsonNode.class);
        int limit = Math.clamp(question.path("limit").asInt(MOST), 1, MOST);
        List<String> roles = texts(question.path("roles"));
        return new MembersQuestion(
                question.path("workspaceId").asText(),
                texts(question.path("userIds")),
                question.has("userIds"),
                roles.isEmpty() ? List.of(Membership.Role.MEMBER.name(), Membership.Role.OWNER.name()) : roles,
                question.path("after").asText(""),
                limit);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        for (JsonNode text : array) {
            if (texts.size() < MOST) {
                texts.add(text.asText());
            }
        }
        return texts;
    }
}
