package dev.eventbus.gateway.channels;

import dev.eventbus.gateway.database.Jdbc;
import java.time.Instant;
import java.util.Map;

/** Channels that no request made. */
public final class TestChannels {
    private TestChannels() {}

    /** A list of items with ids. */
    public static Channel polling(String id, String url) {
        Naming naming = new Naming("a", null, Map.of());
        ChannelSettings settings = new ChannelSettings(
                "n", ChannelType.POLLING, naming, null, new Source(url, 1_000, null, "/id", null, null), true);
        return new Channel(id, "demo", settings, ChannelSecrets.NONE, Instant.EPOCH, Instant.EPOCH);
    }

    /** Puts the row there that others refer to. */
    public static void store(Jdbc jdbc, Channel channel) {
        jdbc.update(
                "insert into gateway.event_channel (id, workspace_id, type, enabled, settings)"
                        + " values (?, ?, ?, true, '{}')",
                channel.id(),
                channel.workspaceId(),
                channel.settings().type().toString());
    }
}
