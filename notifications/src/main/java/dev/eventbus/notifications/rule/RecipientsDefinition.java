package dev.eventbus.notifications.rule;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.eventbus.notifications.json.Members;
import dev.eventbus.notifications.recipient.RecipientSpec;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Who gets a rule's notifications, as its author writes it. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "RuleRecipients", requiredProperties = "resolver")
public record RecipientsDefinition(
        @Schema(description = "payload, participants, owner, members, users, or the name of one that was added")
        String resolver,

        @Schema(description = "Of payload: JSON pointers, each to a user id or a list of user ids; at most 20")
        @Nullable
        List<String> pointers,

        @Schema(description = "Of payload and members: [\"actor\"] leaves out whoever caused the event") @Nullable
        List<String> exclude,

        @Schema(description = "Of users: user ids, at most 1000") @Nullable
        List<String> users,

        @Schema(description = "Of members: OWNER, MEMBER; left out: both") @Nullable
        List<String> roles) {
    private static final Set<String> OURS = Set.of("payload", "participants", "owner", "members", "users");
    private static final Set<String> EXCLUDING = Set.of("payload", "members");
    private static final int MAX_POINTERS = 20;
    private static final int MAX_USERS = 1_000;

    /** Reads what the resolver takes; anything else is an unknown member. */
    static @Nullable RecipientsDefinition read(Members members, Set<String> resolvers) {
        String resolver = members.line("resolver", 64);
        if (resolver == null) {
            if (!members.has("resolver")) {
                members.refuse("resolver", "must be given, one of " + String.join(", ", resolvers));
            }
            return null;
        }
        if (!resolvers.contains(resolver)) {
            return members.refuse("resolver", "must be one of " + String.join(", ", resolvers) + ", was " + resolver);
        }
        // A resolver that was added may use any of them.
        boolean other = !OURS.contains(resolver);
        List<String> pointers =
                resolver.equals("payload") || other && members.has("pointers") ? pointers(members) : null;
        List<String> exclude = EXCLUDING.contains(resolver) || other ? members.list("exclude", 1) : null;
        if (exclude != null && !exclude.isEmpty() && !exclude.equals(List.of("actor"))) {
            members.refuse("exclude", "must be [\"actor\"], was " + exclude);
        }
        List<String> users = resolver.equals("users") || other && members.has("users") ? users(members) : null;
        List<String> roles = resolver.equals("members") || other ? roles(members) : null;
        return new RecipientsDefinition(resolver, pointers, exclude, users, roles);
    }

    RecipientSpec spec() {
        String[] at = Objects.requireNonNullElse(pointers, List.<String>of()).toArray(String[]::new);
        RecipientSpec spec = new RecipientSpec(
                resolver,
                RecipientSpec.payload(at).pointers(),
                false,
                Objects.requireNonNullElse(users, List.of()),
                Objects.requireNonNullElse(roles, List.of()));
        return exclude == null || exclude.isEmpty() ? spec : spec.excludingActor();
    }

    private static @Nullable List<String> pointers(Members members) {
        List<String> pointers = members.list("pointers", MAX_POINTERS);
        if (pointers == null || pointers.isEmpty()) {
            return members.refuse("pointers", "must be JSON pointers such as [\"/ownerId\"]");
        }
        members.attempt("pointers", () -> RecipientSpec.payload(pointers.toArray(String[]::new)));
        return pointers;
    }

    private static @Nullable List<String> users(Members members) {
        List<String> users = members.list("users", MAX_USERS);
        if (users == null || users.isEmpty()) {
            return members.refuse("users", "must be 1 to " + MAX_USERS + " user ids");
        }
        for (String user : users) {
            if (!user.matches("[A-Za-z0-9_-]{1,64}")) {
                return members.refuse("users", "must be user ids, had " + user);
            }
        }
        return users;
    }

    private static @Nullable List<String> roles(Members members) {
        List<String> roles = members.list("roles", 2);
        return roles == null || List.of("OWNER", "MEMBER").containsAll(roles)
                ? roles
                : members.refuse("roles", "must be OWNER, MEMBER, were " + roles);
    }
}
