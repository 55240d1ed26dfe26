package dev.eventbus.notifications.template;

import org.jspecify.annotations.Nullable;

/**
 * To whom something is said, and in which language.
 *
 * @param locale a BCP 47 tag, null for the rule's default wording
 */
public record Addressee(String userId, @Nullable String locale) {}
