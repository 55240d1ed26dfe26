package dev.eventbus.nats;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How to reach NATS, and how the bus keeps its events there. Immutable: each {@code with} method returns a copy.
 *
 * @param servers at least one URL, such as {@code nats://localhost:4222}
 * @param creds a credentials file, or null
 * @param user a user name, or null; needs the password
 * @param password the user's password, or null
 * @param connectionName what the server's monitoring shows
 * @param replicas how many servers keep each stored event; 1 to 5
 * @param maxAge how long events are kept; zero for ever
 * @param publishWindow how many persistent publishes may await their acknowledgement at a time; 1 to 100,000
 * @param publishDeadline how long a persistent publish is tried before it fails
 */
public record NatsSettings(
        List<String> servers,
        @Nullable Path creds,
        @Nullable String user,
        @Nullable String password,
        String connectionName,
        int replicas,
        Duration maxAge,
        int publishWindow,
        Duration publishDeadline) {
    private static final Set<String> SCHEMES = Set.of("nats", "tls", "opentls", "ws", "wss");

    public NatsSettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException(
                    "servers must name at least one NATS server, were none; for instance nats://localhost:4222");
        }
        servers.forEach(NatsSettings::requireKnownScheme);
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException("user and password must be given both or neither");
        }
        if (replicas < 1 || replicas > 5) {
            throw new IllegalArgumentException("replicas must be 1 to 5, was " + replicas);
        }
        if (maxAge.isNegative()) {
            throw new IllegalArgumentException("maxAge must not be negative, was " + maxAge);
        }
        if (publishWindow < 1 || publishWindow > 100_000) {
            throw new IllegalArgumentException("publishWindow must be 1 to 100000, was " + publishWindow);
        }
        if (publishDeadline.isNegative() || publishDeadline.isZero()) {
            throw new IllegalArgumentException("publishDeadline must be positive, was " + publishDeadline);
        }
    }

    private static void requireKnownScheme(String server) {
        int scheme = server.indexOf("://");
        if (scheme >= 0 && !SCHEMES.contains(server.substring(0, scheme).toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "a server's URL must begin with nats://, tls://, ws:// or wss://, was " + bare(server));
        }
    }

    /** Everything at its default: no credentials, one replica, 7 days, a window of 2,000, a deadline of 10 s. */
    public static NatsSettings of(String commaSeparatedServers) {
        List<String> servers = Arrays.stream(commaSeparatedServers.split(","))
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty))
                .toList();
        return new NatsSettings(
                servers, null, null, null, "eventbus", 1, Duration.ofDays(7), 2_000, Duration.ofSeconds(10));
    }

    public NatsSettings withCreds(@Nullable Path creds) {
        return new NatsSettings(
                servers, creds, user, password, connectionName, replicas, maxAge, publishWindow, publishDeadline);
    }

    public NatsSettings withUser(@Nullable String user, @Nullable String password) {
        return new NatsSettings(
                servers, creds, user, password, connectionName, replicas, maxAge, publishWindow, publishDeadline);
    }

    public NatsSettings withConnectionName(String connectionName) {
        return new NatsSettings(
                servers, creds, user, password, connectionName, replicas, maxAge, publishWindow, publishDeadline);
    }

    public NatsSettings withReplicas(int replicas) {
        return new NatsSettings(
                servers, creds, user, password, connectionName, replicas, maxAge, publishWindow, publishDeadline);
    }

    public NatsSettings withMaxAge(Duration maxAge) {
        return new NatsSettings(
                servers, creds, user, password, connectionName, replicas, maxAge, publishWindow, publishDeadline);
    }

    public NatsSettings withPublishWindow(int publishWindow) {
        return new NatsSettings(
                servers, creds, user, password, connectionName, replicas, maxAge, publishWindow, publishDeadline);
    }

    public NatsSettings withPublishDeadline(Duration publishDeadline) {
        return new NatsSettings(
                servers, creds, user, password, connectionName, replicas, maxAge, publishWindow, publishDeadline);
    }

    /** The servers fit for logs. */
    List<String> bareServers() {
        return servers.stream().map(NatsSettings::bare).toList();
    }

    /** A text without what stands before an {@code @} in its URLs; the client library puts whole URLs into messages. */
    static String bare(@Nullable String text) {
        return String.valueOf(text).replaceAll("//[^\\s,\\[\\]]*@", "//");
    }

    /** Without password, also in the servers. */
    @Override
    public String toString() {
        return "NatsSettings[servers=" + bareServers() + ", creds=" + creds + ", user=" + user + ", connectionName="
                + connectionName + ", replicas=" + replicas + ", maxAge=" + maxAge + ", publishWindow=" + publishWindow
                + ", publishDeadline=" + publishDeadline + "]";
    }
}
