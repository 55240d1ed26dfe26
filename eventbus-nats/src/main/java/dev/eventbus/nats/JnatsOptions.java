package dev.eventbus.nats;

import io.nats.client.Nats;
import io.nats.client.Options;
import java.time.Duration;
import java.util.Objects;

/** The client library's options. Each deviates from a default that would lose, delay or hide something. */
final class JnatsOptions {
    /** How often overdue requests are looked for; bounds how late a timeout is noticed. */
    static final Duration CLEANUP = Duration.ofMillis(250);

    /** A connection that is dead and does not know it is found out within four of these. */
    static final Duration PING = Duration.ofSeconds(5);

    private JnatsOptions() {}

    static Options of(NatsSettings settings, Duration ping, ConnectionWatch watch) {
        Options.Builder options = new Options.Builder()
                .servers(settings.servers().toArray(String[]::new))
                .connectionName(settings.connectionName())
                .connectionTimeout(Duration.ofSeconds(3))
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(250))
                .reconnectJitter(Duration.ofMillis(100))
                .pingInterval(ping)
                .maxPingsOut(2)
                // Buffered messages are lost with the process; a publisher that is told at once can try again.
                .reconnectBufferSize(0)
                .maxMessagesInOutgoingQueue(20_000)
                .requestCleanupInterval(CLEANUP)
                .reportNoResponders()
                // Forced flushes halve the rate of requests; the writer flushes by itself when it has nothing to send.
                .dontForceFlushOnRequest()
                .connectionListener(watch)
                .errorListener(watch);
        authenticate(options, settings);
        return options.build();
    }

    private static void authenticate(Options.Builder options, NatsSettings settings) {
        if (settings.creds() != null) {
            options.authHandler(Nats.credentials(settings.creds().toString()));
        } else if (settings.user() != null) {
            options.userInfo(settings.user(), Objects.requireNonNull(settings.password()));
        }
    }
}
