package dev.eventbus.notifications.recipient;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.List;

/**
 * Who gets a rule's notifications, as the rule says it.
 *
 * @param resolver the name of a {@link RecipientResolver}
 * @param pointers where the payload names user ids; of {@code payload} only
 * @param excludeActor whether whoever caused the event is left out; of {@code payload} and {@code members}
 * @param users the user ids themselves; of {@code users} only
 * @param roles which members, all if empty; of {@code members} only
 */
public record RecipientSpec(
        String resolver, List<JsonPointer> pointers, boolean excludeActor, List<String> users, List<String> roles) {
    public RecipientSpec {
        roles = List.copyOf(roles);
        pointers = List.copyOf(pointers);
        users = List.copyOf(users);
    }

    public RecipientSpec(String resolver, List<JsonPointer> pointers, boolean excludeActor, List<String> users) {
        this(resolver, pointers, excludeActor, users, List.of());
    }

    /** The workspace's members of these roles, or all. */
    public static RecipientSpec members(List<String> roles) {
        return new RecipientSpec(MembersResolver.NAME, List.of(), false, List.of(), roles);
    }

    /** Those the payload names at the given JSON pointers, each to one id or a list of ids. */
    public static RecipientSpec payload(String... pointers) {
        List<JsonPointer> compiled =
                List.of(pointers).stream().map(RecipientSpec::pointer).toList();
        return new RecipientSpec(PayloadResolver.NAME, compiled, false, List.of());
    }

    /** The conversation's participants, but for the sender. */
    public static RecipientSpec participants() {
        return new RecipientSpec(ParticipantsResolver.NAME, List.of(), true, List.of());
    }

    public static RecipientSpec owner() {
        return new RecipientSpec(OwnerResolver.NAME, List.of(), false, List.of());
    }

    public static RecipientSpec users(List<String> users) {
        return new RecipientSpec(UsersResolver.NAME, List.of(), false, users);
    }

    public RecipientSpec excludingActor() {
        return new RecipientSpec(resolver, pointers, true, users, roles);
    }

    private static JsonPointer pointer(String pointer) {
        try {
            return JsonPointer.compile(pointer);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "recipients.pointers must be JSON pointers such as /ownerId: " + e.getMessage(), e);
        }
    }
}
