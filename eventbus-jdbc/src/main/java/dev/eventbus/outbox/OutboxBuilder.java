package dev.eventbus.outbox;

import dev.eventbus.Event;
import dev.eventbus.jdbc.TableName;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Puts an {@link Outbox} together; nothing has to be given. */
public final class OutboxBuilder {
    /** What a nats-server takes unless it is told otherwise, less room for headers. */
    private static final int ONE_MEBIBYTE_LESS_HEADERS = (1 << 20) - 512;

    OutboxTable table = OutboxTable.standard();
    Function<Event, @Nullable String> orderKey = OutboxBuilder::resource;
    int maxEventBytes = ONE_MEBIBYTE_LESS_HEADERS;
    InstantSource clock = InstantSource.system();
    RandomGenerator random = new SecureRandom();

    OutboxBuilder() {}

    /** The table's name, {@code [schema.]table}; {@code eventbus_outbox} if not set. The relay needs the same. */
    public OutboxBuilder table(String name) {
        this.table = new OutboxTable(new TableName(name));
        return this;
    }

    /**
     * Events of equal key are published in the order they were added, at most 1,200 bytes long; those whose key is null
     * in any order. If not set: by organization, source, resource and resource id, and events about no particular
     * resource in any order.
     */
    public OutboxBuilder orderedBy(Function<Event, @Nullable String> orderKey) {
        this.orderKey = orderKey;
        return this;
    }

    /**
     * The largest event the transport will take, so that one too large fails where it is made; 512 bytes less than
     * 1 MiB if not set.
     */
    public OutboxBuilder maxEventBytes(int maxEventBytes) {
        if (maxEventBytes < 1) {
            throw new IllegalArgumentException("maxEventBytes must be >= 1, was " + maxEventBytes);
        }
        this.maxEventBytes = maxEventBytes;
        return this;
    }

    /** Where timestamps and ids get the time from. */
    public OutboxBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    /** Makes ids. */
    public OutboxBuilder random(RandomGenerator random) {
        this.random = random;
        return this;
    }

    public Outbox build() {
        return new Outbox(this);
    }

    private static @Nullable String resource(Event event) {
        if (event.resourceId().equals(Event.NO_RESOURCE_ID)) {
            return null;
        }
        return String.join(".", event.organizationId(), event.source(), event.resource(), event.resourceId());
    }
}
