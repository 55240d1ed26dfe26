package dev.eventbus.webhook;

import static dev.eventbus.webhook.Timings.ABSENT;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** Takes the times of one attempt: an event loop writes them, the caller reads them, perhaps before the end. */
final class Phases {
    /** On every connection that was used once. */
    private static final AttributeKey<Boolean> USED = AttributeKey.valueOf(Phases.class, "used");

    private final long begin = System.nanoTime();
    private volatile long dns = ABSENT;
    private volatile long queued = ABSENT;
    private volatile long connect = ABSENT;
    private volatile long tls = ABSENT;
    private volatile long firstByte = ABSENT;

    /** Written and read by the event loop alone, but for the first. */
    private volatile long connectionAsked = begin;

    private long requestSent = begin;

    void foundAddresses() {
        dns = System.nanoTime() - begin;
    }

    /** Once for each connection that is tried; what the one before took is forgotten. */
    void askedForConnection() {
        queued = ABSENT;
        connect = ABSENT;
        tls = ABSENT;
        connectionAsked = System.nanoTime();
    }

    void gotConnection(HttpConnection connection) {
        requestSent = System.nanoTime();
        long waited = requestSent - connectionAsked;
        // the one place that looks below the HTTP client: it does not tell a new connection from a reused one
        Channel channel = ((ConnectionBase) connection).channel();
        if (channel.attr(USED).getAndSet(true) != null) {
            queued = waited;
            return;
        }
        Long handshake = channel.attr(TimedTls.HANDSHAKE_NANOS).get();
        if (handshake == null) {
            connect = waited;
        } else {
            tls = handshake;
            connect = Math.max(0, waited - handshake);
        }
    }

    void gotHead() {
        firstByte = System.nanoTime() - requestSent;
    }

    boolean isReusedConnection() {
        return queued != ABSENT;
    }

    boolean hasHead() {
        return firstByte != ABSENT;
    }

    /** Since the request was handed over. */
    long waitedNanos() {
        return System.nanoTime() - requestSent;
    }

    Timings end() {
        return new Timings(dns, queued, connect, tls, firstByte, System.nanoTime() - begin);
    }
}
