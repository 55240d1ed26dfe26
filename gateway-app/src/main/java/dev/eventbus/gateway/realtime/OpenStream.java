package dev.eventbus.gateway.realtime;

import java.util.concurrent.CountDownLatch;

/**
 * One client's event stream.
 *
 * @param request what it wants
 * @param closed counted down when the client is gone
 */
record OpenStream(StreamRequest request, Outbound outbound, ResumingSink sink, CountDownLatch closed) {
    boolean isClosed() {
        return closed.getCount() == 0;
    }
}
