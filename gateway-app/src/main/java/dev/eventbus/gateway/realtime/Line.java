package dev.eventbus.gateway.realtime;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** The connection below a socket or stream: a client that does not read never sees that it was told to go. */
final class Line {
    private static final long HANG_UP_AFTER_MILLIS = 5_000;

    /** The gateway stops a second after it told its clients so; they have to be gone before. */
    private static final long HANG_UP_BEFORE_STOP_MILLIS = 700;

    private static final int GOING_AWAY = 1001;

    private Line() {}

    /** How many milliseconds a client has to go by itself. */
    static long patience(int code) {
        return code == GOING_AWAY ? HANG_UP_BEFORE_STOP_MILLIS : HANG_UP_AFTER_MILLIS;
    }

    /** Before the upgrade, so that no frame is earlier. */
    static void takeStrictFrames(HttpConnection line) {
        if (line instanceof ConnectionBase connection) {
            StrictFrames.before(connection.channelHandlerContext());
        }
    }

    /** Below the HTTP layer: its own way of closing waits behind what the client does not read. */
    static void hangUp(HttpConnection line) {
        if (line instanceof ConnectionBase connection) {
            var unused = connection.channelHandlerContext().close();
        } else {
            line.close();
        }
    }
}
