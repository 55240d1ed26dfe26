package dev.eventbus.gateway.realtime;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.util.ReferenceCountUtil;

/**
 * Closes a WebSocket with the code that says why, and with no other behind it: 1007 where text is no UTF-8 (RFC 6455,
 * 8.1), 1002 where a frame is none (5.2). The server by itself takes the one, and on the other says a goodbye of its own
 * after the decoder's. What {@code .ci/autobahn/run} found wanting is made up for here.
 */
final class StrictFrames extends Utf8FrameValidator {
    private static final String NAME = "strict-frames";

    private final OneGoodbye goodbye = new OneGoodbye();

    /** The server would lose a message whose first part is empty: it begins with the next part instead. */
    private boolean isBegunEmpty;

    private StrictFrames() {
        super(false);
    }

    /** @param last what the server reads frames with */
    static void before(ChannelHandlerContext last) {
        ChannelPipeline pipeline = last.pipeline();
        if (pipeline.get(NAME) == null) {
            StrictFrames strict = new StrictFrames();
            var unused = pipeline.addBefore(last.name(), NAME, strict).addBefore(last.name(), null, strict.goodbye);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        goodbye.isAnswer |= message instanceof CloseWebSocketFrame;
        Object frame = isBegunEmpty && message instanceof ContinuationWebSocketFrame more
                ? new TextWebSocketFrame(more.isFinalFragment(), more.rsv(), more.content())
                : message;
        if (frame instanceof TextWebSocketFrame text
                && !text.isFinalFragment()
                && !text.content().isReadable()) {
            isBegunEmpty = true;
            text.release();
        } else {
            isBegunEmpty &= !(frame instanceof TextWebSocketFrame);
            super.channelRead(context, frame);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            var unused = context.write(
                    new CloseWebSocketFrame(corrupted.closeStatus(), String.valueOf(corrupted.getMessage())));
            context.flush();
            var unusedToo = context.close();
        } else {
            super.exceptionCaught(context, cause);
        }
    }

    /** The gateway never says 1000 unasked; the server does when the line is closed below it. */
    private static final class OneGoodbye extends ChannelOutboundHandlerAdapter {
        private static final int NORMAL = 1000;

        private boolean isAnswer;

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
            if (!isAnswer && message instanceof CloseWebSocketFrame close && close.statusCode() == NORMAL) {
                ReferenceCountUtil.release(message);
                promise.setSuccess();
                var unused = context.close();
            } else {
                super.write(context, message, promise);
            }
        }
    }
}
