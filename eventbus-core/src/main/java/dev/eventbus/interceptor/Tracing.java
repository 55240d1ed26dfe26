package dev.eventbus.interceptor;

import dev.eventbus.Attempt;
import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.Interceptor;
import dev.eventbus.Published;
import dev.eventbus.Subscription;
import dev.eventbus.Verdict;
import dev.eventbus.VerdictHandler;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Traces publishes and handlers with OpenTelemetry. A publish is a producer span, a child of the current span or, where
 * there is none, of the trace context that came with the event; the event carries the producer span on. An attempt at
 * handling it is a consumer span, a child of that, and current while the handler runs, so that what the handler
 * publishes and calls goes on with the trace. Names are those of the semantic conventions for messaging.
 *
 * <p>Carries W3C's traceparent, not tracestate or baggage. Without OpenTelemetry a handler carries a trace on by
 * itself: {@code context.withTraceparent(event.metadata().traceparent())}.
 */
public final class Tracing implements Interceptor {
    private final Tracer tracer;

    public Tracing(OpenTelemetry openTelemetry) {
        this.tracer = openTelemetry.getTracer("dev.eventbus");
    }

    @Override
    public CompletionStage<Published> publish(Event event, Durability durability, Publishing next) {
        Span span = producerSpan(event).startSpan();
        try (Scope scope = span.makeCurrent()) {
            return next.publish(carrying(event, span.getSpanContext()), durability)
                    .whenComplete((published, failure) -> end(span, failure));
        } catch (RuntimeException e) {
            end(span, e);
            throw e;
        }
    }

    private SpanBuilder producerSpan(Event event) {
        SpanContext came = Traceparent.read(event.metadata().traceparent());
        SpanBuilder builder = span("publish", "send", event).setSpanKind(SpanKind.PRODUCER);
        if (!Span.current().getSpanContext().isValid()) {
            builder.setParent(Context.root().with(Span.wrap(came)));
        } else if (came.isValid()) {
            builder.addLink(came);
        }
        return builder;
    }

    private static Event carrying(Event event, SpanContext span) {
        return span.isValid() ? event.withMetadata(event.metadata().withTraceparent(Traceparent.write(span))) : event;
    }

    private static void end(Span span, @Nullable Throwable failure) {
        if (failure != null) {
            failed(
                    span,
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure);
        }
        span.end();
    }

    @Override
    public Verdict handle(String subscription, Event event, Attempt attempt, VerdictHandler next) throws Exception {
        SpanContext came = Traceparent.read(event.metadata().traceparent());
        Span span = span("handle", "process", event)
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(Context.root().with(Span.wrap(came)))
                .setAttribute("messaging.destination.subscription.name", Subscription.stableName(subscription))
                .setAttribute("eventbus.attempt", attempt.number())
                .startSpan();
        try (Scope scope = span.makeCurrent()) {
            return describe(span, next.handle(event, attempt));
        } catch (Throwable e) {
            failed(span, e);
            throw e;
        } finally {
            span.end();
        }
    }

    /** The resource's id is not part of the name: names are to be few. */
    private SpanBuilder span(String operation, String type, Event event) {
        String template = event.source() + "." + event.resource() + "." + event.eventName();
        return tracer.spanBuilder(operation + " " + template)
                .setAttribute("messaging.system", "eventbus")
                .setAttribute("messaging.operation.name", operation)
                .setAttribute("messaging.operation.type", type)
                .setAttribute("messaging.destination.template", template)
                .setAttribute("messaging.destination.name", template + "." + event.resourceId())
                .setAttribute("messaging.message.id", event.id())
                .setAttribute("messaging.message.body.size", event.payload().size())
                .setAttribute("eventbus.organization", event.organizationId());
    }

    private static Verdict describe(Span span, Verdict verdict) {
        switch (verdict) {
            case Verdict.Ack ack -> span.setAttribute("eventbus.verdict", "ack");
            case Verdict.Retry retry -> {
                span.setAttribute("eventbus.verdict", "retry");
                if (retry.cause() != null) {
                    failed(span, retry.cause());
                }
            }
            case Verdict.DeadLetter dead -> {
                span.setAttribute("eventbus.verdict", "dead_letter");
                span.setAttribute("error.type", dead.kind());
                span.setStatus(StatusCode.ERROR, dead.reason());
                if (dead.cause() != null) {
                    failed(span, dead.cause());
                }
            }
        }
        return verdict;
    }

    private static void failed(Span span, Throwable failure) {
        span.recordException(failure);
        span.setAttribute("error.type", failure.getClass().getName());
        span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
    }
}
