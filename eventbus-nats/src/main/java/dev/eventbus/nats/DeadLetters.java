package dev.eventbus.nats;

/** The dead-letter stream: subject {@code dlq.{subscription}.{original subject}}, the original's bytes as data. */
public final class DeadLetters {
    public static final String STREAM = "DLQ";
    public static final String SUBJECTS = "dlq.>";

    public static final String REASON = "Dlq-Reason";
    public static final String CLASS = "Dlq-Class";
    public static final String ATTEMPTS = "Dlq-Attempts";
    public static final String LAST_STATUS = "Dlq-Last-Status";
    public static final String FIRST_AT = "Dlq-First-At";
    public static final String LAST_AT = "Dlq-Last-At";
    public static final String SEQUENCE = "Dlq-Sequence";
    public static final String MESSAGE_ID = "Dlq-Message-Id";
    public static final String ORIGINAL_STREAM = "Dlq-Stream";
    public static final String ORIGINAL_SUBJECT = "Dlq-Subject";

    private DeadLetters() {}
}
