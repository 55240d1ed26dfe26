package dev.eventbus.interceptor;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.EventBusException;
import dev.eventbus.EventContext;
import dev.eventbus.EventDraft;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.dispatch.Timer;
import dev.eventbus.memory.MemoryTransport;
import dev.eventbus.retry.RetryPolicy;
import dev.eventbus.testkit.RecordingHandler;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TracingTest {
    @RegisterExtension
    static final OpenTelemetryExtension OTEL = OpenTelemetryExtension.create();

    private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
    private static final String TRACE = "00-" + TRACE_ID + "-b7ad6b7169203331-01";
    private static final EventContext CONTEXT = EventContext.of("org_1", "crm");
    private static final SubscribeOptions DEALS =
            SubscribeOptions.to("deal.closed").org("org_1").retry(RetryPolicy.fixed(Duration.ZERO, 1));

    private final RecordingHandler handler = new RecordingHandler();
    private final RecordingHandler follower = new RecordingHandler();
    private final EventBus bus = bus(OTEL.getOpenTelemetry());

    private static EventBus bus(OpenTelemetry openTelemetry) {
        return EventBus.builder()
                .transport(new MemoryTransport())
                .intercept(new Tracing(openTelemetry))
                .build();
    }

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void aTraceGoesFromTheCallerThroughTheHandlerToWhatItPublishes() throws Exception {
        bus.subscribe(DEALS.durable("reports"), event -> {
            handler.handle(event);
            publish(bus, CONTEXT, "report.made");
        });
        bus.subscribe(SubscribeOptions.to("report.made").allOrgs(), follower);
        Span request =
                OTEL.getOpenTelemetry().getTracer("test").spanBuilder("request").startSpan();
        try (Scope scope = request.makeCurrent()) {
            publish(bus, CONTEXT, "deal.closed");
        }
        request.end();

        Event event = handler.await(1).getFirst();
        Event report = follower.await(1).getFirst();
        assertThat(bus.drain(Duration.ofSeconds(20))).isTrue();

        SpanData publish = span("publish crm.deal.closed");
        SpanData handle = span("handle crm.deal.closed");
        SpanData next = span("publish crm.report.made");
        SpanData last = span("handle crm.report.made");
        assertThat(publish.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
        assertThat(handle.getParentSpanId()).isEqualTo(publish.getSpanId());
        assertThat(next.getParentSpanId()).isEqualTo(handle.getSpanId());
        assertThat(last.getParentSpanId()).isEqualTo(next.getSpanId());
        assertThat(last.getTraceId()).isEqualTo(request.getSpanContext().getTraceId());
        assertThat(event.metadata().traceparent())
                .isEqualTo("00-" + publish.getTraceId() + "-" + publish.getSpanId() + "-01");
        assertThat(report.metadata().traceId()).isEqualTo(publish.getTraceId());
    }

    @Test
    void spansSayWhatTheSemanticConventionsAskFor() throws Exception {
        bus.subscribe(DEALS.durable("reports"), handler);
        publish(bus, CONTEXT, "deal.closed");
        String id = handler.await(1).getFirst().id();
        assertThat(bus.drain(Duration.ofSeconds(20))).isTrue();

        SpanData publish = span("publish crm.deal.closed");
        assertThat(publish.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(publish.getAttributes().get(stringKey("messaging.system"))).isEqualTo("eventbus");
        assertThat(publish.getAttributes().get(stringKey("messaging.operation.type")))
                .isEqualTo("send");
        assertThat(publish.getAttributes().get(stringKey("messaging.message.id")))
                .isEqualTo(id);
        SpanData handle = span("handle crm.deal.closed");
        assertThat(handle.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(handle.getAttributes().get(stringKey("messaging.operation.type")))
                .isEqualTo("process");
        assertThat(handle.getAttributes().get(stringKey("messaging.destination.name")))
                .isEqualTo("crm.deal.closed.d_1");
        assertThat(handle.getAttributes().get(stringKey("messaging.destination.subscription.name")))
                .isEqualTo("reports");
        assertThat(handle.getAttributes().get(longKey("eventbus.attempt"))).isEqualTo(1);
        assertThat(handle.getAttributes().get(stringKey("eventbus.verdict"))).isEqualTo("ack");
        assertThat(handle.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void eachFailedAttemptIsASpanWithTheHandlersFailure() throws Exception {
        handler.failing(2);
        bus.subscribe(DEALS.durable("reports"), handler);
        publish(bus, CONTEXT, "deal.closed");
        handler.await(2);
        assertThat(bus.drain(Duration.ofSeconds(20))).isTrue();

        assertThat(OTEL.getSpans().stream().filter(span -> span.getKind() == SpanKind.CONSUMER))
                .hasSize(2)
                .allSatisfy(span -> {
                    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
                    assertThat(span.getAttributes().get(stringKey("error.type")))
                            .isEqualTo("java.lang.IllegalStateException");
                    assertThat(span.getEvents()).hasSize(1);
                })
                .extracting(span -> span.getAttributes().get(stringKey("eventbus.verdict")))
                .containsExactly("retry", "dead_letter");
    }

    @Test
    void aTraceThatCameWithTheEventGoesOnWhereNoSpanIsCurrent() throws Exception {
        bus.subscribe(DEALS, handler);

        publish(bus, CONTEXT.withTraceparent(TRACE), "deal.closed");

        Event event = handler.await(1).getFirst();
        assertThat(event.metadata().traceId()).isEqualTo(TRACE_ID);
        assertThat(event.metadata().traceparent()).isNotEqualTo(TRACE);
        assertThat(span("publish crm.deal.closed").getParentSpanId()).isEqualTo("b7ad6b7169203331");
    }

    @Test
    void ofTwoTracesTheCurrentOneGoesOnAndTheOtherIsLinked() throws Exception {
        Span request =
                OTEL.getOpenTelemetry().getTracer("test").spanBuilder("request").startSpan();
        try (Scope scope = request.makeCurrent()) {
            publish(bus, CONTEXT.withTraceparent(TRACE), "deal.closed");
        }
        request.end();

        SpanData publish = span("publish crm.deal.closed");
        assertThat(publish.getTraceId()).isEqualTo(request.getSpanContext().getTraceId());
        assertThat(publish.getLinks())
                .extracting(link -> link.getSpanContext().getTraceId())
                .containsExactly(TRACE_ID);
    }

    @Test
    void aPublishThatFailsIsASpanWithItsFailure() {
        MemoryTransport full = new MemoryTransport(1, InstantSource.system(), Timer.real("tracing-test"));
        try (EventBus small = EventBus.builder()
                .transport(full)
                .intercept(new Tracing(OTEL.getOpenTelemetry()))
                .build()) {
            publish(small, CONTEXT, "deal.closed");
            assertThatThrownBy(() -> publish(small, CONTEXT, "deal.opened"))
                    .hasRootCauseInstanceOf(EventBusException.class);
        }

        SpanData failed = span("publish crm.deal.opened");
        assertThat(failed.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(failed.getAttributes().get(stringKey("error.type"))).isEqualTo(EventBusException.class.getName());
        assertThat(span("publish crm.deal.closed").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void withoutAnSdkTheEventsOwnTraceIsCarriedAsItIs() throws Exception {
        try (EventBus plain = bus(OpenTelemetry.noop())) {
            plain.subscribe(DEALS, handler);

            publish(plain, CONTEXT.withTraceparent(TRACE), "deal.closed");
            publish(plain, CONTEXT, "deal.closed");

            assertThat(handler.await(2))
                    .extracting(event -> event.metadata().traceparent())
                    .contains(TRACE, (String) null);
        }
    }

    @Test
    void withoutOpenTelemetryAHandlerCarriesTheTraceOnItself() throws Exception {
        try (EventBus plain =
                EventBus.builder().transport(new MemoryTransport()).build()) {
            plain.subscribe(SubscribeOptions.to("report.made").allOrgs(), follower);
            plain.subscribe(
                    DEALS,
                    event -> publish(
                            plain, CONTEXT.withTraceparent(event.metadata().traceparent()), "report.made"));

            publish(plain, CONTEXT.withTraceparent(TRACE), "deal.closed");

            assertThat(follower.await(1).getFirst().metadata().traceparent()).isEqualTo(TRACE);
        }
    }

    private static void publish(EventBus bus, EventContext context, String key) {
        bus.publish(context, key, EventDraft.of("d_1", Map.of("amount", 7)), Durability.PERSISTENT)
                .toCompletableFuture()
                .join();
    }

    private static SpanData span(String name) {
        return OTEL.getSpans().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no span " + name + " in " + OTEL.getSpans()));
    }
}
