package dev.eventbus.notifications.inbox;

import dev.eventbus.notifications.rule.ChannelKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The notifications that came into being at once. */
public final class Created {
    private final List<Outgoing> outgoing = new ArrayList<>();
    private final Map<Owner, Unread> unread = new HashMap<>();
    private final Set<Owner> framed = new HashSet<>();
    private int count;

    Created() {}

    boolean add(ResultSet row, Instant leaseUntil) throws SQLException {
        Owner owner = new Owner(row.getString("workspace_id"), row.getString("user_id"));
        if (unread.put(owner, Rows.unread(row)) == null) {
            count++; // one transaction makes one notification per owner, with a row for each of its channels
        }
        String channel = row.getString("channel");
        if (channel == null) {
            return false;
        }
        if (ChannelKind.WEBSOCKET.name().equals(channel)) {
            framed.add(owner);
        }
        return outgoing.add(Rows.outgoing(row, leaseUntil));
    }

    void add(Created more) {
        outgoing.addAll(more.outgoing);
        unread.putAll(more.unread);
        framed.addAll(more.framed);
        count += more.count;
    }

    /** One for each notification and channel. */
    public List<Outgoing> outgoing() {
        return outgoing;
    }

    public int count() {
        return count;
    }

    /** Shows the new count to those whose sockets get no frame that has it. */
    public void mirror(UnreadMirror mirror) {
        unread.forEach((owner, now) -> {
            if (!framed.contains(owner)) {
                mirror.show(owner, now);
            }
        });
    }
}
