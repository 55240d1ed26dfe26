package dev.eventbus.it.stack;

import java.util.List;
import java.util.Optional;

/** A person of the demo workspace whom the gateway creates at its first start. */
public record DemoUser(
        String email, String password, String name, Optional<String> role, List<Membership> memberships) {

    /** A part in a workspace, as OWNER or MEMBER. */
    public record Membership(String workspaceId, String role) {}

    /** The workspace of the demo. */
    public static final String WORKSPACE = "demo";

    static List<DemoUser> all() {
        return List.of(
                new DemoUser("admin@example.com", "admin-password", "Ada Admin", Optional.of("ADMIN"), List.of()),
                member("member@example.com", "member-password", "Max Member"),
                new DemoUser(
                        "outsider@example.com", "outsider-password", "Olga Outsider", Optional.empty(), List.of()));
    }

    /** A member of the demo workspace. */
    public static DemoUser member(String email, String password, String name) {
        return new DemoUser(email, password, name, Optional.empty(), List.of(new Membership(WORKSPACE, "MEMBER")));
    }

    /** What it is called in {@code stack.json}: its platform role, else its role in the demo workspace, else nothing. */
    Optional<String> demoRole() {
        return role.or(() -> memberships.stream().map(Membership::role).findFirst());
    }
}
