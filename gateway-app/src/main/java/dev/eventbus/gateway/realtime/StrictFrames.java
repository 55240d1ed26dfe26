package dev.eventbus.gateway.realtime;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;

/**
 * Closes a WebSocket with the code that says why: 1007 where text is no UTF-8 (RFC 6455, 8.1), 1002 where a frame is none
 * (5.2). The server by itself takes the one and hangs up without a word on the other.
 */
final class StrictFrames extends Utf8FrameValidator {
    static final String NAME = "strict-frames";

    StrictFrames() {
        super(false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            CloseWebSocketFrame close =
                    new CloseWebSocketFrame(corrupted.closeStatus(), String.valueOf(corrupted.getMessage()));
            var unused = context.writeAndFlush(close).addListener(ChannelFutureListener.CLOSE);
        } else {
            super.exceptionCaught(context, cause);
        }
    }
}
