package dev.eventbus.notifications.recipient;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads user ids out of JSON. */
final class UserIds {
    private UserIds() {}

    /** One id or a list of ids. Throws {@link UnresolvableException} naming the field where it is neither. */
    static List<String> read(String field, JsonNode node) {
        if (node.isTextual()) {
            return List.of(node.textValue());
        }
        if (!node.isArray()) {
            throw new UnresolvableException(
                    field + " must be a user id or a list of user ids, was " + node.getNodeType());
        }
        List<String> ids = new ArrayList<>(node.size());
        for (JsonNode element : node) {
            // What is no text becomes an id that is refused and counted, like any other bad id.
            ids.add(element.isTextual() ? element.textValue() : "");
        }
        return ids;
    }
}
