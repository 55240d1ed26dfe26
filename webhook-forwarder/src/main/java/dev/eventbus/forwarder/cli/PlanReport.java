package dev.eventbus.forwarder.cli;

import dev.eventbus.forwarder.config.ForwarderConfig;
import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.forwarder.forward.ConsumerSpec;
import dev.eventbus.forwarder.forward.Orphans;
import dev.eventbus.nats.ConsumerPlan;
import dev.eventbus.nats.ConsumerState;
import dev.eventbus.nats.Consumers;
import dev.eventbus.nats.Difference;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.StreamPlan;
import dev.eventbus.nats.StreamSpec;
import dev.eventbus.nats.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The difference between the files and the server, line by line. Made by one thread. */
final class PlanReport {
    private final NatsConnection connection;
    private final List<String> lines = new ArrayList<>();
    private final List<StreamSpec> coming = new ArrayList<>();
    private int creates;
    private int changes;
    private int refused;

    private PlanReport(NatsConnection connection) {
        this.connection = connection;
    }

    /** @throws dev.eventbus.EventBusException when the server cannot be asked */
    static PlanReport of(NatsConnection connection, ForwarderConfig config) {
        PlanReport report = new PlanReport(connection);
        config.streams().forEach(report::stream);
        config.enabled().forEach(report::consumer);
        List<ConsumerState> orphans = Orphans.find(connection, config);
        orphans.forEach(report::orphan);
        report.lines.add(report.creates + " to create, " + report.changes + " to change, " + report.refused
                + " refused, " + orphans.size() + " orphaned");
        return report;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    boolean isRefused() {
        return refused > 0;
    }

    boolean isAnythingToDo() {
        return creates + changes > 0;
    }

    private void stream(StreamSpec spec) {
        String what = "stream " + spec.name();
        switch (Streams.plan(connection, spec)) {
            case StreamPlan.Keep keep -> keep(what, List.of());
            case StreamPlan.Create create -> {
                coming.add(spec);
                create(what, "with subjects " + spec.subjects());
            }
            case StreamPlan.Change change -> {
                coming.add(spec);
                change(what, change.differences(), List.of());
            }
            case StreamPlan.Refused no -> refuse(what, no.why(), no.wayOut());
        }
    }

    private void consumer(SubscriptionConfig subscription) {
        String what = "consumer " + subscription.source().consumer() + " of subscription " + subscription.name();
        switch (Consumers.plan(connection, ConsumerSpec.of(subscription))) {
            case ConsumerPlan.Keep keep -> keep(what, keep.leftAlone());
            case ConsumerPlan.Create create -> create(what, "on stream " + create.stream());
            case ConsumerPlan.Change change -> change(what, change.differences(), change.leftAlone());
            case ConsumerPlan.Refused no ->
                coming.stream()
                        .filter(stream -> willHold(stream, subscription.source()))
                        .findFirst()
                        .ifPresentOrElse(
                                stream -> create(what, "on stream " + stream.name() + ", once that is as configured"),
                                () -> refuse(what, no.why(), no.wayOut()));
        }
    }

    private static boolean willHold(StreamSpec stream, SubscriptionConfig.Source source) {
        return source.stream() == null
                ? stream.subjects().stream().anyMatch(subject -> overlap(subject, source.subject()))
                : source.stream().equals(stream.name());
    }

    /** Whether some subject matches both patterns. */
    private static boolean overlap(String one, String other) {
        String[] left = one.split("\\.", -1);
        String[] right = other.split("\\.", -1);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            if (left[i].equals(">") || right[i].equals(">")) {
                return true;
            }
            if (!left[i].equals(right[i]) && !left[i].equals("*") && !right[i].equals("*")) {
                return false;
            }
        }
        return left.length == right.length;
    }

    private void orphan(ConsumerState orphan) {
        lines.add("? consumer " + orphan.durable() + " on stream " + orphan.stream()
                + ": no subscription names it; pending=" + orphan.pending() + " unsettled=" + orphan.unsettled() + "; "
                + Orphans.advice(orphan));
    }

    private void keep(String what, List<Difference> leftAlone) {
        lines.add("= " + what + ": as it should be" + note(leftAlone));
    }

    private void create(String what, String how) {
        creates++;
        lines.add("+ " + what + ": to be created " + how);
    }

    private void change(String what, List<Difference> differences, List<Difference> leftAlone) {
        changes++;
        lines.add("~ " + what + ": to be changed: " + joined(differences) + note(leftAlone));
    }

    private void refuse(String what, String why, String wayOut) {
        refused++;
        lines.add("! " + what + ": cannot be: " + why + ". " + wayOut);
    }

    private static String note(List<Difference> leftAlone) {
        return leftAlone.isEmpty()
                ? ""
                : " (" + joined(leftAlone) + " would count for a new consumer only; to begin anew, use another"
                        + " consumer name, or delete this one)";
    }

    private static String joined(List<Difference> differences) {
        return differences.stream()
                .map(difference -> difference.name() + ": " + difference.is() + " -> " + difference.should())
                .collect(Collectors.joining(", "));
    }
}
