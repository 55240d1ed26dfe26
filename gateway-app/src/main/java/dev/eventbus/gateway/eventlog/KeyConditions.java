package dev.eventbus.gateway.eventlog;

import dev.eventbus.EventKey;
import dev.eventbus.gateway.database.Conditions;

/** A pattern of event keys as conditions on the columns of {@code platform_event}. */
public final class KeyConditions {
    private KeyConditions() {}

    public static void add(Conditions conditions, EventKey pattern) {
        addUnlessAny(conditions, "source", pattern.sourceOr("*"));
        addUnlessAny(conditions, "event_name", pattern.event());
        if (pattern.resource().contains("*") && !pattern.resource().equals("*")) {
            conditions.add("resource ~ ?", "^" + pattern.resource().replace("*", "[^:]+") + "$");
        } else {
            addUnlessAny(conditions, "resource", pattern.resource());
        }
    }

    private static void addUnlessAny(Conditions conditions, String column, String wanted) {
        if (!wanted.equals("*")) {
            conditions.add(column + " = ?", wanted);
        }
    }
}
