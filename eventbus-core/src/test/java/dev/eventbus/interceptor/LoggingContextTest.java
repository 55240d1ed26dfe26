package dev.eventbus.interceptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.eventbus.Attempt;
import dev.eventbus.Event;
import dev.eventbus.EventMetadata;
import dev.eventbus.Position;
import dev.eventbus.Verdict;
import dev.eventbus.testkit.TestEvents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LoggingContextTest {
    private static final Attempt THIRD = new Attempt(3, Position.NONE);
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final LoggingContext context = new LoggingContext();
    private final Map<String, String> seen = new HashMap<>();

    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void saysWhatIsBeingHandled() throws Exception {
        Verdict verdict = context.handle("reports", event("crm.deal.closed", TRACE), THIRD, this::look);

        assertThat(verdict).isEqualTo(Verdict.ACK);
        assertThat(seen)
                .isEqualTo(Map.of(
                        "eventId", "e-1",
                        "eventKey", "crm.deal.closed",
                        "topic", "events.org_1.crm.deal.closed.d_1",
                        "organization", "org_1",
                        "subscription", "reports",
                        "attempt", "3",
                        "traceId", "0af7651916cd43dd8448eb211c80319c"));
    }

    @Test
    void restoresWhatWasThereEvenIfTheHandlerThrowsOrLeavesSomething() {
        MDC.put("request", "r-1");
        MDC.put("eventId", "outer");
        MDC.put("traceId", "outer");

        assertThatIllegalStateException()
                .isThrownBy(() -> context.handle("reports", event(null, null), THIRD, (event, attempt) -> {
                    var unused = look(event, attempt);
                    MDC.put("left", "behind");
                    throw new IllegalStateException("told to fail");
                }));

        assertThat(seen)
                .containsEntry("request", "r-1")
                .containsEntry("eventId", "e-1")
                .doesNotContainKey("traceId");
        assertThat(seen).containsEntry("eventKey", "crm.deal.closed");
        assertThat(MDC.getCopyOfContextMap())
                .isEqualTo(Map.of("request", "r-1", "eventId", "outer", "traceId", "outer"));
    }

    @Test
    void leavesNothingWhereNothingWas() throws Exception {
        MDC.clear();

        var unused = context.handle("reports", event(null, TRACE), THIRD, this::look);

        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }

    @Test
    void aValueIsOneLineOfBoundedLength() throws Exception {
        String forged = "a\r\nERROR forged\u2028line" + "x".repeat(500);

        var unused = context.handle("reports", event(forged, null), THIRD, this::look);

        assertThat(seen.get("eventKey")).startsWith("a??ERROR forged?line").hasSize(256);
    }

    private Verdict look(Event event, Attempt attempt) {
        seen.putAll(MDC.getCopyOfContextMap());
        return Verdict.ACK;
    }

    private static Event event(
            @org.jspecify.annotations.Nullable String key, @org.jspecify.annotations.Nullable String traceparent) {
        return TestEvents.on("events.org_1.crm.deal.closed.d_1", "e-1")
                .withMetadata(new EventMetadata(Map.of(), List.of(), null, null, key, traceparent));
    }
}
