package dev.eventbus.it.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Writes users the way the gateway reads them from SEED_USERS. */
final class SeedUsers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SeedUsers() {}

    static String json(List<DemoUser> users) {
        ArrayNode all = JSON.createArrayNode();
        for (DemoUser user : users) {
            ObjectNode one = all.addObject()
                    .put("email", user.email())
                    .put("password", user.password())
                    .put("name", user.name());
            user.role().ifPresent(role -> one.put("role", role));
            ArrayNode memberships = one.putArray("memberships");
            user.memberships()
                    .forEach(part -> memberships
                            .addObject()
                            .put("workspaceId", part.workspaceId())
                            .put("role", part.role()));
        }
        return all.toString();
    }
}
