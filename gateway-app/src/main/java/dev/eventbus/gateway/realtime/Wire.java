package dev.eventbus.gateway.realtime;

import java.util.concurrent.CompletionStage;

/** One WebSocket as {@link Outbound} needs it. */
interface Wire {
    /** Completes when the network has taken the frame; fails when the socket is gone. */
    CompletionStage<?> send(String frame);

    /** Sends a close frame behind what is waiting, and hangs up some seconds later if the client has not by then. */
    void close(int code, String reason);
}
