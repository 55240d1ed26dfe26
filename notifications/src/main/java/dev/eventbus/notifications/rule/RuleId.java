package dev.eventbus.notifications.rule;

/**
 * Which rule, as of which change.
 *
 * @param workspaceId {@value #EVERY_WORKSPACE} for a built-in rule as it comes
 * @param key unique in its workspace
 * @param revision another one after each change
 */
public record RuleId(String workspaceId, String key, long revision) {
    public static final String EVERY_WORKSPACE = "*";
}
