package dev.eventbus.notifications.member;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventbus.notifications.signal.Signals;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the gateway who belongs to a workspace, and remembers it for a minute. Blocks: for virtual threads and workers.
 * When no gateway answers, nobody asks again for some seconds, so that a hanging gateway costs one wait and not many.
 */
@Singleton
public final class Memberships {
    private static final String CHANNEL = "gateway.members";
    private static final int AT_ONCE = 1_000;
    private static final int MOST_KNOWN = 50_000;
    private static final Duration KNOWN_FOR = Duration.ofSeconds(60);
    private static final Duration WAIT = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final Map<Key, Known> known = new ConcurrentHashMap<>();
    private final Signals signals;
    private final ObjectMapper mapper;
    private final InstantSource clock;
    private volatile Instant silentUntil = Instant.EPOCH;

    private record Key(String workspaceId, String userId) {}

    /** @param member null: no member */
    private record Known(@Nullable Member member, Instant until) {}

    public Memberships(Signals signals, ObjectMapper mapper, InstantSource clock) {
        this.signals = signals;
        this.mapper = mapper;
        this.clock = clock;
    }

    /**
     * Those of the users that are members, by user id.
     *
     * @throws UnansweredException if it is not known and no gateway says it
     */
    public Map<String, Member> find(String workspaceId, Collection<String> userIds) {
        Instant now = clock.instant();
        Map<String, Member> members = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        for (String userId : userIds) {
            Known before = known.get(new Key(workspaceId, userId));
            if (before == null || !now.isBefore(before.until())) {
                unknown.add(userId);
            } else if (before.member() != null) {
                members.put(userId, before.member());
            }
        }
        for (int from = 0; from < unknown.size(); from += AT_ONCE) {
            List<String> some = unknown.subList(from, Math.min(unknown.size(), from + AT_ONCE));
            members.putAll(learned(workspaceId, some));
        }
        return members;
    }

    /**
     * A part of a workspace's members.
     *
     * @param roles only these; empty: all
     * @param after the last user id seen, null for the beginning
     * @throws UnansweredException if no gateway says it
     */
    public MemberPage page(String workspaceId, List<String> roles, @Nullable String after) {
        ObjectNode question = mapper.createObjectNode().put("workspaceId", workspaceId);
        if (!roles.isEmpty()) {
            question.set("roles", mapper.valueToTree(roles));
        }
        if (after != null) {
            question.put("after", after);
        }
        return ask(question.put("limit", AT_ONCE));
    }

    private Map<String, Member> learned(String workspaceId, List<String> userIds) {
        ObjectNode question = mapper.createObjectNode().put("workspaceId", workspaceId);
        question.set("userIds", mapper.valueToTree(userIds));
        Map<String, Member> members = new LinkedHashMap<>();
        ask(question).stream().forEach(member -> members.put(member.userId(), member));
        if (known.size() > MOST_KNOWN - userIds.size()) {
            known.clear();
        }
        Instant until = clock.instant().plus(KNOWN_FOR);
        userIds.forEach(id -> known.put(new Key(workspaceId, id), new Known(members.get(id), until)));
        members.keySet().retainAll(userIds);
        return members;
    }

    private MemberPage ask(ObjectNode question) {
        if (clock.instant().isBefore(silentUntil)) {
            throw new UnansweredException("no gateway answered a moment ago who is a member");
        }
        try {
            byte[] answer = signals.request(CHANNEL, mapper.writeValueAsBytes(question), WAIT)
                    .toCompletableFuture()
                    .get(2 * WAIT.toMillis(), TimeUnit.MILLISECONDS);
            return Objects.requireNonNull(mapper.readValue(answer, MemberPage.class), "an answer is an object");
        } catch (ExecutionException | TimeoutException e) {
            if (e instanceof TimeoutException || e.getCause() instanceof TimeoutException) {
                silentUntil = clock.instant().plus(SILENCE);
            }
            throw new UnansweredException("no gateway answers who is a member: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UnansweredException("a gateway's answer could not be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnansweredException("stopped while asking who is a member", e);
        }
    }
}
