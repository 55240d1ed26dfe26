package dev.eventbus.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eventbus.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Says what an event should be like; see {@link EventBusAssertions}. */
public final class EventAssert extends AbstractAssert<EventAssert, Event> {
    private static final ObjectMapper JSON = new ObjectMapper();

    EventAssert(Event event) {
        super(event, EventAssert.class);
    }

    /** The whole topic, filter pairs included: {@code events.org_1.crm.deal.closed.deal_7.channel.web}. */
    public EventAssert hasTopic(String topic) {
        isNotNull();
        return same("topic", actual.topic().toString(), topic);
    }

    public EventAssert hasId(String id) {
        isNotNull();
        return same("id", actual.id(), id);
    }

    public EventAssert hasOrganization(String organizationId) {
        isNotNull();
        return same("organizationId", actual.organizationId(), organizationId);
    }

    public EventAssert hasResourceId(String resourceId) {
        isNotNull();
        return same("resourceId", actual.resourceId(), resourceId);
    }

    /** The event key as the publisher wrote it. */
    public EventAssert hasKey(String eventKey) {
        isNotNull();
        return same("eventKey", actual.metadata().eventKey(), eventKey);
    }

    public EventAssert hasActor(@Nullable String actor) {
        isNotNull();
        return same("actor", actual.metadata().actor(), actor);
    }

    /** Has the filter pair, perhaps among others. */
    public EventAssert hasFilter(String key, String value) {
        isNotNull();
        if (!actual.metadata().filters().getOrDefault(key, List.of()).contains(value)) {
            failWithMessage(
                    "Expected event %s to have filter %s=%s, but its filters were %s",
                    actual.id(), key, value, actual.metadata().filters());
        }
        return this;
    }

    public EventAssert hasTag(String tag) {
        isNotNull();
        if (!actual.metadata().tags().contains(tag)) {
            failWithMessage(
                    "Expected event %s to have tag \"%s\", but its tags were %s",
                    actual.id(), tag, actual.metadata().tags());
        }
        return this;
    }

    /** The payload means the same JSON: neither white space nor the order of members matters. */
    public EventAssert hasPayload(String json) {
        isNotNull();
        String payload = text();
        if (!tree(json).equals(tree(payload))) {
            throw failureWithActualExpected(
                    payload,
                    json,
                    "Expected event %s to have payload%n  %s%nbut it was%n  %s",
                    actual.id(),
                    json,
                    payload);
        }
        return this;
    }

    /** The payload is this very text. */
    public EventAssert hasExactPayload(String json) {
        isNotNull();
        return same("payload", text(), json);
    }

    private String text() {
        return new String(actual.payload().bytes(), StandardCharsets.UTF_8);
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the expected payload must be JSON, was " + json, e);
        }
    }

    private EventAssert same(String field, @Nullable String was, @Nullable String expected) {
        if (!Objects.equals(was, expected)) {
            throw failureWithActualExpected(
                    was,
                    expected,
                    "Expected event %s to have %s <%s>, but it was <%s>",
                    actual.id(),
                    field,
                    expected,
                    was);
        }
        return this;
    }
}
