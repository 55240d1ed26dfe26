package dev.eventbus.webhook;

import static dev.eventbus.webhook.Timings.ABSENT;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/** Takes the times of one attempt: an event loop writes them, the caller reads them, perhaps before the end. */
final class Phases {
    /** On every connection that was used once. */
    private static final AttributeKey<Boolean> USED = AttributeKey.valueOf(Phases.class, "used");

    /** The name Vert.x gives what makes HTTP of bytes. */
    private static final String CODEC = "codec";

    private final long begin = System.nanoTime();
    private volatile long dns = ABSENT;
    private volatile long queued = ABSENT;
    private volatile long connect = ABSENT;
    private volatile long tls = ABSENT;
    private volatile long firstByte = ABSENT;

    /** Written and read by the event loop alone, but for the first. */
    private volatile long connectionAsked = begin;

    private long requestSent = begin;
    private @Nullable Answer answer;

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
        answer = Answer.on(channel);
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

    /** Of its head perhaps a part only. */
    boolean hasAnswerBegun() {
        return firstByte != ABSENT || answer != null && answer.begun;
    }

    /** Since the request was handed over. */
    long waitedNanos() {
        return System.nanoTime() - requestSent;
    }

    Timings end() {
        return new Timings(dns, queued, connect, tls, firstByte, System.nanoTime() - begin);
    }

    /** Whether a connection brought anything since its last request. */
    private static final class Answer extends ChannelInboundHandlerAdapter {
        private boolean begun;

        static @Nullable Answer on(Channel channel) {
            Answer known = channel.pipeline().get(Answer.class);
            if (known == null && channel.pipeline().get(CODEC) != null) {
                known = new Answer();
                channel.pipeline().addBefore(CODEC, null, known);
            }
            if (known != null) {
                known.begun = false;
            }
            return known;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object bytes) throws Exception {
            begun = true;
            super.channelRead(ctx, bytes);
        }
    }
}
