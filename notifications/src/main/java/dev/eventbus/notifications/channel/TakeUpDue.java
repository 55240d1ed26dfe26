package dev.eventbus.notifications.channel;

import dev.eventbus.notifications.channel.Situation.Membership;
import dev.eventbus.notifications.inbox.Notification;
import dev.eventbus.notifications.inbox.Outgoing;
import dev.eventbus.notifications.member.Memberships;
import dev.eventbus.notifications.member.UnansweredException;
import dev.eventbus.notifications.profile.Directory;
import dev.eventbus.notifications.profile.Profile;
import dev.eventbus.notifications.rule.ChannelKind;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Checks everything again about attempts that are due, and has done what {@link Escalation} decides. */
@Singleton
final class TakeUpDue {
    private final Directory directory;
    private final Memberships memberships;
    private final Presence presence;
    private final Deliveries deliveries;
    private final Outcomes outcomes;
    private final Rejoined rejoined;
    private final Duration grace;

    TakeUpDue(
            Known known,
            Deliveries deliveries,
            Outcomes outcomes,
            Rejoined rejoined,
            @ConfigProperty(name = "notifier.email.grace", defaultValue = "30s") Duration grace) {
        this.directory = known.directory;
        this.memberships = known.memberships;
        this.presence = known.presence;
        this.deliveries = deliveries;
        this.outcomes = outcomes;
        this.rejoined = rejoined;
        this.grace = grace;
    }

    /** Where people are known from. */
    @Singleton
    record Known(Directory directory, Memberships memberships, Presence presence) {}

    /** Of one workspace what was asked once for all. */
    private record People(
            Map<String, Profile> profiles, @Nullable Set<String> members, Set<String> connected) {}

    void all(List<Due> due, Instant now) {
        due.stream()
                .collect(Collectors.groupingBy(one -> one.outgoing().owner().workspaceId()))
                .forEach((workspaceId, some) -> inWorkspace(workspaceId, some, now));
    }

    private void inWorkspace(String workspaceId, List<Due> due, Instant now) {
        ChannelKind channel = due.get(0).outgoing().channel();
        List<String> users = due.stream()
                .map(one -> one.outgoing().owner().userId())
                .distinct()
                .toList();
        People people = new People(
                directory.find(workspaceId, users),
                channel == ChannelKind.WEBSOCKET ? Set.copyOf(users) : members(workspaceId, users),
                channel == ChannelKind.EMAIL ? presence.among(workspaceId, users) : Set.of());
        due.forEach(one -> carryOut(one, Escalation.decide(channel, situation(one, people, now))));
    }

    /** Null if nobody says it. */
    private @Nullable Set<String> members(String workspaceId, List<String> users) {
        try {
            return memberships.find(workspaceId, users).keySet();
        } catch (UnansweredException e) {
            return null;
        }
    }

    private Situation situation(Due due, People people, Instant now) {
        Outgoing outgoing = due.outgoing();
        Notification notification = outgoing.notification();
        String userId = outgoing.owner().userId();
        Profile profile = Objects.requireNonNull(people.profiles().get(userId), "find answers for each");
        return new Situation(
                now,
                new Situation.OfNotification(
                        notification.status(),
                        notification.priority(),
                        notification.createdAt().plus(grace),
                        due.expires()),
                due.reached(),
                new Situation.OfPerson(
                        !profile.channels(notification.rule(), Set.of(outgoing.channel()))
                                .isEmpty(),
                        membership(people.members(), userId),
                        profile.quietUntil(now),
                        people.connected().contains(userId)));
    }

    private static Membership membership(@Nullable Set<String> members, String userId) {
        if (members == null) {
            return Membership.UNKNOWN;
        }
        return members.contains(userId) ? Membership.MEMBER : Membership.STRANGER;
    }

    private void carryOut(Due due, Escalation.Decision decision) {
        Outgoing outgoing = due.outgoing();
        switch (decision) {
            case Escalation.Decision.Send() -> deliveries.send(outgoing);
            case Escalation.Decision.Skip(String reason) -> outcomes.add(outgoing, new Outcome.Skipped(reason));
            case Escalation.Decision.Wait(String reason, Instant until) ->
                outcomes.add(outgoing, new Outcome.Deferred(reason, until));
            case Escalation.Decision.AskSockets(Instant until) -> {
                outcomes.addAfterAskingAgain(outgoing, new Outcome.Deferred("sockets are asked once more", until));
                rejoined.resend(outgoing.owner());
            }
        }
    }
}
