package dev.eventbus;

import dev.eventbus.dispatch.Overflow;
import dev.eventbus.retry.RetryPolicy;
import dev.eventbus.topic.Segments;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.StartAt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a subscriber wants, and how it wants it. Immutable: each method returns a changed copy. An organization has to
 * be named with {@link #org}, or {@link #allOrgs()} said.
 */
public final class SubscribeOptions {
    private static final RetryPolicy DEFAULT_RETRY = RetryPolicy.exponential(Duration.ofSeconds(1), 5);

    private final EventKey key;

    // Written only by changed(), before the copy is handed out.
    private @Nullable String organization;
    private String resourceId = "*";
    private Map<String, List<String>> filters = Map.of();
    private boolean localOnly;
    private boolean inline;
    private @Nullable String durable;
    private @Nullable String group;
    private StartAt start = StartAt.all();
    private RetryPolicy retry = DEFAULT_RETRY;
    private @Nullable Function<Event, String> orderKey;
    private int concurrency;
    private Duration ackWait = Duration.ofSeconds(30);
    private @Nullable Overflow overflow;
    private @Nullable Duration timeout;
    private List<Interceptor> interceptors = List.of();

    private SubscribeOptions(EventKey key) {
        this.key = key;
    }

    /** @param eventPattern an event key whose segments may be {@code *}, as of {@link EventKey#parsePattern} */
    public static SubscribeOptions to(String eventPattern) {
        return new SubscribeOptions(EventKey.parsePattern(eventPattern));
    }

    /** Only events of this organization. */
    public SubscribeOptions org(String organizationId) {
        return changed(copy -> copy.organization = organizationId);
    }

    /** Events of every organization. */
    public SubscribeOptions allOrgs() {
        return org("*");
    }

    /** Only events about this resource. */
    public SubscribeOptions resource(String resourceId) {
        return changed(copy -> copy.resourceId = resourceId);
    }

    /** Only events that have this filter pair, and all others asked for; {@code *} as value asks for the key alone. */
    public SubscribeOptions filter(String key, String value) {
        Map<String, List<String>> more = new TreeMap<>(filters);
        List<String> values = new ArrayList<>(more.getOrDefault(key, List.of()));
        values.add(value);
        more.put(key, List.copyOf(values));
        return changed(copy -> copy.filters = more);
    }

    /** Only events published on this instance, handed over without the broker. */
    public SubscribeOptions localOnly() {
        return changed(copy -> copy.localOnly = true);
    }

    /**
     * Local-only, and without a queue: the handler runs on the publisher's thread before the publish returns, several
     * publishers' calls side by side. What it throws never reaches the publisher: there is no retry, the event becomes
     * a dead letter at once. Order keys, concurrency and overflow policies mean nothing here; closing the subscription
     * does not wait for calls that are under way.
     */
    public SubscribeOptions inline() {
        return changed(copy -> {
            copy.localOnly = true;
            copy.inline = true;
        });
    }

    /** Has the transport keep the position under this name; instances using the same name share the work. */
    public SubscribeOptions durable(String name) {
        return changed(copy -> copy.durable = name);
    }

    /**
     * Shares live events among all subscriptions, here and on other instances, that have the same group and ask for
     * the same: each event goes to one of them, and is lost with it. A durable is a group by itself.
     *
     * @param name a topic segment
     */
    public SubscribeOptions group(String name) {
        return changed(copy -> copy.group = name);
    }

    /** Where a durable that does not exist yet begins; with everything stored unless said otherwise. */
    public SubscribeOptions from(StartAt start) {
        return changed(copy -> copy.start = start);
    }

    /**
     * What happens when the handler throws; five retries after 1, 2, 4… seconds unless said otherwise. A durable's event
     * is dead-lettered after ten deliveries more than the policy has attempts, however they ended. With an order key
     * the retries wait in the active instance, and attempts are counted anew where another takes over.
     */
    public SubscribeOptions retry(RetryPolicy retry) {
        return changed(copy -> copy.retry = retry);
    }

    /**
     * Events of equal key are handled one after another, in the order they arrived, and while one waits for a retry its
     * successors wait for it; other keys move on. That of a durable is the order they were stored in, across restarts
     * too: of the instances that use its name one is active, and the others stand by to take over. A handler that hangs
     * holds up its key until it ends; see {@link #timeout}.
     */
    public SubscribeOptions orderedBy(Function<Event, String> orderKey) {
        return changed(copy -> copy.orderKey = orderKey);
    }

    /** How many handlers may run at a time; 0, the default, means the bus's number of workers. */
    public SubscribeOptions concurrency(int concurrency) {
        return changed(copy -> copy.concurrency = concurrency);
    }

    /**
     * How soon it is noticed that an instance died, whose unsettled events a durable then delivers anew; 30 s unless said
     * otherwise. A handler may run for longer, but for 20 times as long at most: then, unless the durable is ordered,
     * its event is delivered anew while it still runs.
     */
    public SubscribeOptions ackWait(Duration ackWait) {
        return changed(copy -> copy.ackWait = ackWait);
    }

    /**
     * What happens to live and local events when this subscription's queue is full; the bus's policy unless said
     * otherwise. A durable subscription loses nothing, so this does not concern it.
     */
    public SubscribeOptions overflow(Overflow overflow) {
        return changed(copy -> copy.overflow = overflow);
    }

    /**
     * After what time a handler is interrupted and its attempt has failed with a {@link HandlerTimeoutException}; never
     * unless said otherwise. A handler that ignores the interrupt holds its own worker until it ends, and has failed
     * even if it returns.
     */
    public SubscribeOptions timeout(Duration timeout) {
        return changed(copy -> copy.timeout = timeout);
    }

    /** Stands around this subscription's handler, within the bus's interceptors and those added before. */
    public SubscribeOptions intercept(Interceptor interceptor) {
        return changed(copy -> {
            List<Interceptor> more = new ArrayList<>(copy.interceptors);
            more.add(interceptor);
            copy.interceptors = List.copyOf(more);
        });
    }

    /** The topics asked for. Throws {@link IllegalArgumentException} where no organization was said. */
    public TopicPattern pattern() {
        if (organization == null) {
            throw new IllegalArgumentException("organization must be given: call org(id) or allOrgs()");
        }
        return TopicPattern.of(organization, key, resourceId, filters);
    }

    public boolean isLocalOnly() {
        return localOnly;
    }

    public boolean isInline() {
        return inline;
    }

    public @Nullable String durableName() {
        return durable;
    }

    public @Nullable String groupName() {
        return group;
    }

    public @Nullable Duration timeout() {
        return timeout;
    }

    public List<Interceptor> interceptors() {
        return interceptors;
    }

    public StartAt start() {
        return start;
    }

    public RetryPolicy retry() {
        return retry;
    }

    public @Nullable Function<Event, String> orderKey() {
        return orderKey;
    }

    public int concurrencyOr(int workers) {
        return concurrency == 0 ? workers : concurrency;
    }

    public Duration ackWait() {
        return ackWait;
    }

    public Overflow overflowOr(Overflow fallback) {
        return Objects.requireNonNullElse(overflow, fallback);
    }

    private SubscribeOptions changed(Consumer<SubscribeOptions> edit) {
        SubscribeOptions copy = new SubscribeOptions(key);
        copy.organization = organization;
        copy.resourceId = resourceId;
        copy.filters = filters;
        copy.localOnly = localOnly;
        copy.inline = inline;
        copy.durable = durable;
        copy.group = group;
        copy.start = start;
        copy.retry = retry;
        copy.orderKey = orderKey;
        copy.concurrency = concurrency;
        copy.ackWait = ackWait;
        copy.overflow = overflow;
        copy.timeout = timeout;
        copy.interceptors = interceptors;
        edit.accept(copy);
        copy.check();
        return copy;
    }

    private void check() {
        if (localOnly && durable != null) {
            throw new IllegalArgumentException(
                    "a subscription is localOnly or durable, not both; durable was " + durable);
        }
        if (group != null && (localOnly || durable != null)) {
            throw new IllegalArgumentException("a group shares live events: a localOnly subscription has nobody to"
                    + " share with, a durable is shared by its name; group was " + group);
        }
        if (group != null) {
            Segments.require("group", group);
        }
        if (timeout != null && !timeout.isPositive()) {
            throw new IllegalArgumentException("timeout must be positive, was " + timeout);
        }
        if (concurrency < 0) {
            throw new IllegalArgumentException("concurrency must be >= 0, was " + concurrency);
        }
    }
}
