package dev.eventbus.notifications.preview;

import dev.eventbus.notifications.event.EventData;
import dev.eventbus.notifications.inbox.Throttled;
import dev.eventbus.notifications.member.UnansweredException;
import dev.eventbus.notifications.profile.Directory;
import dev.eventbus.notifications.profile.Profile;
import dev.eventbus.notifications.recipient.UnresolvableException;
import dev.eventbus.notifications.rule.ChannelKind;
import dev.eventbus.notifications.rule.Pacing;
import dev.eventbus.notifications.rule.Priority;
import dev.eventbus.notifications.rule.Rule;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Goes through a rule and an event as if it were to notify; reads, and writes and sends nothing. */
@Singleton
class DryRun {
    private static final Set<ChannelKind> DISTURBING = Set.of(ChannelKind.PUSH, ChannelKind.EMAIL);

    private final Audience audience;
    private final Directory directory;
    private final Throttled throttled;
    private final InstantSource clock;

    DryRun(Audience audience, Directory directory, Throttled throttled, InstantSource clock) {
        this.audience = audience;
        this.directory = directory;
        this.throttled = throttled;
        this.clock = clock;
    }

    Preview of(Rule rule, EventData data) {
        List<Preview.Fault> errors = new ArrayList<>();
        List<Preview.Reason> reasons = new Match(rule, data, clock.instant()).reasons(errors);
        if (!reasons.isEmpty() || !errors.isEmpty()) {
            return Preview.noMatch(reasons, errors);
        }
        Audience.Found found;
        try {
            found = audience.of(rule, data);
        } catch (UnresolvableException | UnansweredException | IllegalArgumentException e) {
            errors.add(new Preview.Fault("recipients", String.valueOf(e.getMessage())));
            found = new Audience.Found(List.of(), List.of());
        }
        List<Preview.LeftOut> leftOut = new ArrayList<>(found.leftOut());
        List<String> users = new ArrayList<>(found.userIds());
        leaveOutThrottled(rule, data, users, leftOut);
        Map<String, Profile> profiles = directory.find(data.event().organizationId(), first(users));
        return new Preview(
                true,
                List.of(),
                users.size(),
                first(users).stream()
                        .map(user -> recipient(rule, profiles.getOrDefault(user, Profile.unknown(user))))
                        .toList(),
                first(leftOut),
                new Words(rule, data).of(profiles.values(), errors),
                errors);
    }

    private void leaveOutThrottled(Rule rule, EventData data, List<String> users, List<Preview.LeftOut> leftOut) {
        Pacing.Throttle throttle = rule.pacing().throttle();
        if (throttle == null) {
            return;
        }
        Set<String> full = throttled.among(
                users,
                data.event().organizationId(),
                rule.key(),
                throttle,
                data.event().timestamp());
        full.forEach(user -> leftOut.add(new Preview.LeftOut(
                user, "THROTTLED", "had " + throttle.max() + " of this rule in a window of " + throttle.window())));
        users.removeAll(full);
    }

    private Preview.Recipient recipient(Rule rule, Profile profile) {
        Set<ChannelKind> wanted = profile.channels(rule.key(), rule.channels());
        Set<ChannelKind> off = copy(rule.channels());
        off.removeAll(wanted);
        Instant quietUntil = rule.priority() == Priority.URGENT ? null : profile.quietUntil(clock.instant());
        Set<ChannelKind> deferred = copy(wanted);
        deferred.retainAll(quietUntil == null ? Set.of() : DISTURBING);
        return new Preview.Recipient(
                profile.userId(),
                profile.locale(),
                wanted,
                off,
                deferred,
                quietUntil,
                rule.pacing().digest() != null);
    }

    private static Set<ChannelKind> copy(Collection<ChannelKind> channels) {
        Set<ChannelKind> copy = EnumSet.noneOf(ChannelKind.class);
        copy.addAll(channels);
        return copy;
    }

    private static <T> List<T> first(List<T> all) {
        return List.copyOf(all.subList(0, Math.min(all.size(), Preview.MAX_PEOPLE)));
    }
}
