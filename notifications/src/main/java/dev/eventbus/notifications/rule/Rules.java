package dev.eventbus.notifications.rule;

import dev.eventbus.notifications.json.Members;
import dev.eventbus.notifications.problem.ProblemException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What can be done with the rules of a workspace; a change is in force here once its method returns. Blocks. */
@Singleton
public class Rules {
    private final RuleReader reader;
    private final RuleStore store;
    private final KnownRules known;
    private final InstantSource clock;

    Rules(RuleReader reader, RuleStore store, KnownRules known, InstantSource clock) {
        this.reader = reader;
        this.store = store;
        this.known = known;
        this.clock = clock;
    }

    RulesResource.RulePage page(String workspaceId, String after, int limit) {
        TreeMap<String, RuleAnswer> page = new TreeMap<>();
        BuiltInRules.definitions().stream()
                .filter(rule -> rule.key().compareTo(after) > 0)
                .forEach(rule -> page.put(rule.key(), RuleAnswer.of(rule)));
        store.page(workspaceId, after, limit + 1)
                .forEach(row -> page.put(row.id().key(), RuleAnswer.of(row)));
        List<RuleAnswer> items = page.values().stream().limit(limit).toList();
        String next = page.size() > limit ? items.get(limit - 1).rule().key() : null;
        return new RulesResource.RulePage(items, next);
    }

    RuleAnswer get(String workspaceId, String key) {
        return stored(workspaceId, key)
                .map(RuleAnswer::of)
                .or(() -> BuiltInRules.find(key).map(RuleAnswer::of))
                .orElseThrow(Rules::noSuchRule);
    }

    /** The rule as it is in force or would be, were it enabled. Throws a problem (404) if there is none. */
    public Rule compiled(String workspaceId, String key) {
        return stored(workspaceId, key)
                .map(StoredRule::compile)
                .or(() -> BuiltInRules.find(key).map(rule -> rule.compile(workspaceId, 0)))
                .orElseThrow(Rules::noSuchRule);
    }

    RuleAnswer create(String workspaceId, byte @Nullable [] body) {
        Members members = Members.read(body);
        String key = RuleReader.key(members);
        RuleDefinition rule = checked(members, key == null ? "" : key, null);
        RuleStore.Stored stored =
                BuiltInRules.has(rule.key()) ? RuleStore.Stored.EXISTS : store.add(workspaceId, rule, now());
        return switch (stored) {
            case DONE -> changed(workspaceId, rule.key());
            case NO_ROOM -> throw tooMany();
            case EXISTS ->
                throw ProblemException.conflict(
                        "RULE_EXISTS", "there is a rule of the key " + rule.key() + "; change it with PUT");
        };
    }

    RuleAnswer replace(String workspaceId, String key, byte @Nullable [] body) {
        RuleDefinition builtIn = BuiltInRules.find(key).orElse(null);
        if (builtIn == null && stored(workspaceId, key).isEmpty()) {
            throw noSuchRule();
        }
        Members members = Members.read(body);
        String given = members.text("key");
        if (given != null && !given.equals(key)) {
            members.refuse("key", "must be left out or " + key + " as in the address, was " + given);
        }
        store(workspaceId, checked(members, key, builtIn));
        return changed(workspaceId, key);
    }

    void delete(String workspaceId, String key) {
        if (stored(workspaceId, key).isEmpty() || !store.delete(workspaceId, key)) {
            throw noSuchRule();
        }
        known.changed(workspaceId);
    }

    // A key of an address may have characters that PostgreSQL does not take, such as U+0000.
    private Optional<StoredRule> stored(String workspaceId, String key) {
        return RuleReader.isKey(key) ? store.find(workspaceId, key) : Optional.empty();
    }

    private void store(String workspaceId, RuleDefinition rule) {
        if (store.put(workspaceId, rule, now()) == RuleStore.Stored.NO_ROOM) {
            throw tooMany();
        }
    }

    private RuleDefinition checked(Members members, String key, @Nullable RuleDefinition defaults) {
        RuleDefinition rule = reader.read(members, key, defaults);
        members.check();
        if (rule == null) {
            throw new IllegalStateException("a rule without faults could not be read");
        }
        return rule;
    }

    private RuleAnswer changed(String workspaceId, String key) {
        known.changed(workspaceId);
        return get(workspaceId, key);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static ProblemException noSuchRule() {
        return ProblemException.notFound("no such rule");
    }

    private static ProblemException tooMany() {
        return ProblemException.conflict(
                "TOO_MANY_RULES",
                "a workspace may have " + RuleStore.MAX_PER_WORKSPACE + " rules and has as many; delete one first");
    }
}
