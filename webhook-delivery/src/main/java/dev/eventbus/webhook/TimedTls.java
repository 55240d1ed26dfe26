package dev.eventbus.webhook;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;

/** The JDK's TLS, but each connection knows how long its handshake took. */
final class TimedTls extends JdkSSLEngineOptions {
    /** On a connection whose handshake has ended. */
    static final AttributeKey<Long> HANDSHAKE_NANOS = AttributeKey.valueOf(TimedTls.class, "handshakeNanos");

    @Override
    public JdkSSLEngineOptions copy() {
        return new TimedTls();
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return new DefaultSslContextFactory(io.netty.handler.ssl.SslProvider.JDK, false) {
            @Override
            public SslContext create() throws SSLException {
                return new Context(super.create());
            }
        };
    }

    /** Delegates everything, and makes handlers that look at the clock. */
    private static final class Context extends SslContext {
        private final SslContext jdk;

        Context(SslContext jdk) {
            this.jdk = jdk;
        }

        @Override
        public boolean isClient() {
            return jdk.isClient();
        }

        @Override
        public List<String> cipherSuites() {
            return jdk.cipherSuites();
        }

        @Override
        @SuppressWarnings("deprecation") // abstract all the same
        public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
            return jdk.applicationProtocolNegotiator();
        }

        @Override
        public SSLEngine newEngine(ByteBufAllocator allocator) {
            return jdk.newEngine(allocator);
        }

        @Override
        public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
            return jdk.newEngine(allocator, peerHost, peerPort);
        }

        @Override
        public SSLSessionContext sessionContext() {
            return jdk.sessionContext();
        }

        @Override
        protected SslHandler newHandler(
                ByteBufAllocator allocator, String peerHost, int peerPort, boolean startTls, Executor tasks) {
            return new Handler(newEngine(allocator, peerHost, peerPort), startTls, tasks);
        }

        @Override
        protected SslHandler newHandler(ByteBufAllocator allocator, boolean startTls, Executor tasks) {
            return new Handler(newEngine(allocator), startTls, tasks);
        }
    }

    private static final class Handler extends SslHandler {
        Handler(SSLEngine engine, boolean startTls, Executor tasks) {
            super(engine, startTls, tasks);
        }

        /** The TCP connection is there, the handshake begins. */
        @Override
        public void channelActive(ChannelHandlerContext ctx) throws Exception {
            long start = System.nanoTime();
            Channel channel = ctx.channel();
            handshakeFuture().addListener(done -> channel.attr(HANDSHAKE_NANOS).set(System.nanoTime() - start));
            super.channelActive(ctx);
        }
    }
}
