package dev.eventbus.notifications.recipient;

import dev.eventbus.notifications.event.EventData;
import dev.eventbus.notifications.member.Member;
import dev.eventbus.notifications.member.MemberPage;
import dev.eventbus.notifications.member.Memberships;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The workspace's members, all or of some roles; asked in parts, of which only the ids are kept. */
final class MembersResolver implements RecipientResolver {
    static final String NAME = "members";

    private final Memberships memberships;

    MembersResolver(Memberships memberships) {
        this.memberships = memberships;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** One more than is allowed tells that there are too many; the rest is not asked for. */
    @Override
    public List<String> resolve(RecipientSpec spec, EventData data) {
        List<String> ids = new ArrayList<>();
        String after = null;
        do {
            MemberPage page = memberships.page(data.event().organizationId(), spec.roles(), after);
            page.stream().map(Member::userId).forEach(ids::add);
            after = page.next();
        } while (after != null && ids.size() <= Recipients.MAX);
        if (spec.excludeActor()) {
            ids.removeIf(id -> Objects.equals(id, data.sender()));
        }
        return ids;
    }
}
