package dev.eventbus.notifications.recipient;

import dev.eventbus.notifications.event.EventData;
import dev.eventbus.topic.Segments;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Turns what a rule says about its recipients into checked user ids. */
public final class Recipients {
    /** The most recipients of one event by one rule. */
    public static final int MAX = 10_000;

    private final Map<String, RecipientResolver> resolvers;

    public Recipients(Collection<RecipientResolver> resolvers) {
        this.resolvers =
                resolvers.stream().collect(Collectors.toUnmodifiableMap(RecipientResolver::name, Function.identity()));
    }

    /** The resolvers every rule can use. */
    public static Recipients builtIn() {
        return new Recipients(
                List.of(new PayloadResolver(), new ParticipantsResolver(), new OwnerResolver(), new UsersResolver()));
    }

    /** What rules may name as their resolver. */
    public Set<String> names() {
        return new TreeSet<>(resolvers.keySet());
    }

    /** @throws UnresolvableException if the event does not say whom it concerns, or nobody knows the resolver */
    public Resolved resolve(RecipientSpec spec, EventData data) {
        RecipientResolver resolver = resolvers.get(spec.resolver());
        if (resolver == null) {
            throw new UnresolvableException("recipients.resolver must be one of " + resolvers.keySet() + ", was "
                    + Segments.quoted(spec.resolver()));
        }
        return checked(resolver.resolve(spec, data));
    }

    private static Resolved checked(List<String> ids) {
        Set<String> valid = new LinkedHashSet<>();
        int invalid = 0;
        for (String id : ids) {
            if (isUserId(id)) {
                valid.add(id);
            } else {
                invalid++;
            }
        }
        return new Resolved(valid.stream().limit(MAX).toList(), invalid, Math.max(0, valid.size() - MAX));
    }

    // A user id is a token of a NATS subject, so it keeps to what a topic segment may hold.
    private static boolean isUserId(String id) {
        try {
            Segments.require("user id", id);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
