package dev.eventbus.notifications.recipient;

import dev.eventbus.notifications.event.EventData;
import dev.eventbus.notifications.member.Memberships;
import dev.eventbus.notifications.member.UnansweredException;
import dev.eventbus.topic.Segments;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Turns what a rule says about its recipients into checked user ids. */
public final class Recipients {
    private static final Logger LOG = Logger.getLogger(Recipients.class);

    /** The most recipients of one event by one rule. */
    public static final int MAX = 10_000;

    private final Map<String, RecipientResolver> resolvers;
    private final @Nullable Memberships memberships;

    /** Without asking who is a member. */
    public Recipients(Collection<RecipientResolver> resolvers) {
        this(resolvers, null);
    }

    private Recipients(Collection<RecipientResolver> resolvers, @Nullable Memberships memberships) {
        this.resolvers =
                resolvers.stream().collect(Collectors.toUnmodifiableMap(RecipientResolver::name, Function.identity()));
        this.memberships = memberships;
    }

    /** The resolvers that need nothing but the event. */
    public static Recipients builtIn() {
        return new Recipients(plain(), null);
    }

    /** The resolvers every rule can use, and others; whoever is known to be no member is left out. */
    public static Recipients of(Memberships memberships, Collection<RecipientResolver> others) {
        List<RecipientResolver> all = new ArrayList<>(plain());
        all.add(new MembersResolver(memberships));
        all.addAll(others);
        return new Recipients(all, memberships);
    }

    private static List<RecipientResolver> plain() {
        return List.of(new PayloadResolver(), new ParticipantsResolver(), new OwnerResolver(), new UsersResolver());
    }

    /** What rules may name as their resolver. */
    public Set<String> names() {
        return new TreeSet<>(resolvers.keySet());
    }

    /**
     * Nobody is left out for being no member when no gateway says so: what is stored cannot be read by a stranger, and
     * who is a member is asked again before anything leaves the platform.
     *
     * @throws UnresolvableException if the event does not say whom it concerns, or nobody knows the resolver
     * @throws UnansweredException if the members are wanted and no gateway says who they are just now
     */
    public Resolved resolve(RecipientSpec spec, EventData data) {
        RecipientResolver resolver = resolvers.get(spec.resolver());
        if (resolver == null) {
            throw new UnresolvableException(
                    "recipients.resolver must be one of " + names() + ", was " + Segments.quoted(spec.resolver()));
        }
        Resolved resolved = checked(resolved(resolver, spec, data));
        if (memberships == null
                || resolver instanceof MembersResolver
                || resolved.userIds().isEmpty()) {
            return resolved;
        }
        try {
            String workspaceId = data.event().organizationId();
            return resolved.among(
                    memberships.find(workspaceId, resolved.userIds()).keySet());
        } catch (UnansweredException e) {
            LOG.debugf("Left nobody out for being no member: cause=%s", e.getMessage());
            return resolved;
        }
    }

    private static List<String> resolved(RecipientResolver resolver, RecipientSpec spec, EventData data) {
        try {
            return Objects.requireNonNull(resolver.resolve(spec, data), "it returned null");
        } catch (UnresolvableException | UnansweredException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new UnresolvableException("recipients.resolver " + resolver.name() + " failed: " + e);
        }
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
        return new Resolved(valid.stream().limit(MAX).toList(), invalid, Math.max(0, valid.size() - MAX), List.of());
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
