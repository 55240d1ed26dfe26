package dev.eventbus.forwarder.deadletter;

/** What came of delivering one letter once more. */
sealed interface Replayed {
    /** One sentence for answers and logs; no payload, no secret. */
    String describe();

    /**
     * The endpoint took it.
     *
     * @param deleted false if the letter could not be taken out afterwards and may be replayed again
     */
    record Delivered(String outcome, boolean deleted) implements Replayed {
        @Override
        public String describe() {
            return outcome + (deleted ? "" : "; the letter could not be deleted and is still there");
        }
    }

    /**
     * The letter stays where it is.
     *
     * @param hopeless whether the endpoint said that it wants no more of anything (410)
     */
    record Failed(String outcome, boolean hopeless) implements Replayed {
        @Override
        public String describe() {
            return outcome;
        }
    }

    /** The letter stays, and nothing was sent: its message was too large for it, and is gone from its own stream. */
    record Bodiless(String stream) implements Replayed {
        @Override
        public String describe() {
            return "the message was too large for the dead-letter stream, and is gone from its own stream " + stream;
        }
    }

    /** Somebody else has replayed or deleted it. */
    record Gone() implements Replayed {
        @Override
        public String describe() {
            return "the letter is no longer there";
        }
    }
}
