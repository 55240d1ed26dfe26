package dev.eventbus;

/** Reads the payload for a handler. What does not fit today fits at no retry either. */
record TypedHandler<T>(Class<T> type, PayloadHandler<T> handler) implements VerdictHandler {
    @Override
    public Verdict handle(Event event, Attempt attempt) throws Exception {
        T payload;
        try {
            payload = event.payload().as(type);
        } catch (IllegalArgumentException e) {
            return new Verdict.DeadLetter(Verdict.DeadLetter.PERMANENT, String.valueOf(e.getMessage()), e);
        }
        handler.handle(payload, event);
        return Verdict.ACK;
    }
}
