package dev.eventbus.testkit;

import dev.eventbus.Event;
import java.util.List;
import java.util.stream.Stream;

/** The table of what matches what: for patterns, for the index, and for every transport. */
public final class MatchingCases {
    private static final String MESSAGE = "events.org_123.conversations.conversation.message_posted.";
    private static final String DEAL = "events.org_1.crm.deal:stage.changed.d_1";

    private MatchingCases() {}

    /** What a pattern makes of a topic; an ERROR is one of the pattern, whatever the topic. */
    public enum Outcome {
        MATCH,
        NO,
        ERROR
    }

    /** One row of the table. */
    public record Case(String pattern, String topic, Outcome outcome) {
        /** An event of a new id that is published on the case's topic. */
        public Event event() {
            return TestEvents.on(topic);
        }

        @Override
        public String toString() {
            return "'" + pattern + "' on '" + topic + "': " + outcome;
        }
    }

    public static Stream<Case> all() {
        return Stream.of(contract(), positions(), filters(), tails(), resources(), errors())
                .flatMap(List::stream);
    }

    /** All cases whose pattern is one. */
    public static Stream<Case> valid() {
        return all().filter(row -> row.outcome() != Outcome.ERROR);
    }

    public static Stream<Case> invalid() {
        return all().filter(row -> row.outcome() == Outcome.ERROR);
    }

    /** As printed in the contract. */
    private static List<Case> contract() {
        return List.of(
                match(MESSAGE + "*", MESSAGE + "conv_1"),
                match(MESSAGE + "*", MESSAGE + "conv_1.participant.part_789"),
                no(MESSAGE + "*", "events.org_9.conversations.conversation.message_posted.conv_1"),
                match("events.org_123.flows.flow.run.*", "events.org_123.flows.flow.run.f_1"),
                match("events.*.apps.app.event_received.app_456", "events.org_9.apps.app.event_received.app_456"),
                match(MESSAGE + "*.participant.part_789", MESSAGE + "conv_1.channel.web.participant.part_789"),
                no(MESSAGE + "*.participant.part_789", MESSAGE + "conv_1.participant.part_7"),
                no(MESSAGE + "*.participant.part_789", MESSAGE + "conv_1"));
    }

    private static List<Case> positions() {
        String topic = "events.o.s.r.e.i";
        return List.of(
                match(topic, topic),
                match("*.o.s.r.e.i", topic),
                match("events.*.s.r.e.i", topic),
                match("events.o.*.r.e.i", topic),
                match("events.o.s.*.e.i", topic),
                match("events.o.s.r.*.i", topic),
                match("events.o.s.r.e.*", topic),
                match("*.*.*.*.*.*", topic),
                match("*.*.*.*.*.*", topic + ".k.v"),
                no("events.o2.s.r.e.i", topic),
                no("events.o.s2.r.e.i", topic),
                no("events.o.s.r2.e.i", topic),
                no("events.o.s.r.e2.i", topic),
                no("events.o.s.r.e.i2", topic),
                no("events.O.s.r.e.i", topic),
                no("events.o.s.r.e.i", "events.o.s.r.e.ii"),
                no("events.o.s.r.e.ii", topic),
                match("events.o.s.r.e._", "events.o.s.r.e._"),
                match("events.o.s.r.e.*", "events.o.s.r.e._"),
                match("events.o-1_A.s.r.e.i", "events.o-1_A.s.r.e.i"));
    }

    private static List<Case> filters() {
        String base = "events.o.s.r.e.i";
        return List.of(
                match(base, base + ".k.v"),
                match(base + ".k.v", base + ".k.v"),
                match(base + ".k.v", base + ".a.b.k.v.z.y"),
                match(base + ".z.y.a.b", base + ".a.b.k.v.z.y"),
                no(base + ".a.b.z.y", base + ".a.b"),
                no(base + ".k.v", base + ".v.k"),
                no(base + ".k.v", base + ".k.w"),
                no(base + ".k.v", base + ".k2.v"),
                no(base + ".b.k", base + ".a.b.k.v"),
                match(base + ".k.*", base + ".k.v"),
                match(base + ".k.*", base + ".a.b.k.v"),
                no(base + ".k.*", base),
                no(base + ".k.*", base + ".a.k"),
                match(base + ".k.v1", base + ".k.v1.k.v2"),
                match(base + ".k.v2", base + ".k.v1.k.v2"),
                match(base + ".k.v2.k.v1", base + ".k.v1.k.v2"),
                no(base + ".k.v1.k.v3", base + ".k.v1.k.v2"),
                no(base + ".k.v1.k.v2", base + ".k.v1"),
                match(base + ".k.v.k.v", base + ".k.v"),
                match(base + ".k.v", base + ".k.v.k.v"),
                match(base + ".k.*.k.v", base + ".k.v"),
                no(base + ".k.*.k.v", base + ".k.w"),
                match(base + ".k.*.a.b", base + ".a.b.k.x"),
                match("events.*.s.r.e.*.k.v", base + ".k.v"),
                no("events.*.s.r.e.*.k.v", base));
    }

    private static List<Case> tails() {
        String base = "events.o.s.r.e.i";
        return List.of(
                match(">", base),
                match(">", base + ".k.v"),
                match("*.>", base),
                match("events.>", base),
                match("events.o.>", base),
                no("events.o2.>", base),
                match("events.*.>", base),
                match("events.o.s.>", base),
                match("events.o.s.r.>", base),
                match("events.o.s.r.e.>", base),
                match("events.o.s.r.e.>", base + ".k.v"),
                no("events.o.s.r.e2.>", base),
                match("events.*.*.r.>", base),
                no(base + ".>", base),
                match(base + ".>", base + ".k.v"),
                no("events.o.s.r.e.*.>", base),
                match("events.o.s.r.e.*.>", base + ".k.v"),
                no(base + ".k.v.>", base + ".k.v"),
                match(base + ".k.v.>", base + ".a.b.k.v"),
                match(base + ".k.v.>", base + ".k.v.k.w"),
                no(base + ".k.v.>", base + ".a.b.c.d"),
                no(base + ".k.*.>", base + ".k.v"),
                match(base + ".k.*.>", base + ".k.v.k.w"),
                no(base + ".k.*.k.v.>", base + ".k.v"),
                match(base + ".k.*.k.v.>", base + ".k.v.x.y"));
    }

    private static List<Case> resources() {
        return List.of(
                match(DEAL, DEAL),
                match("events.org_1.crm.*.changed.d_1", DEAL),
                match("events.org_1.crm.deal:*.changed.*", DEAL),
                match("events.org_1.crm.*:stage.changed.*", DEAL),
                match("events.org_1.crm.*:*.changed.*", DEAL),
                no("events.org_1.crm.deal.changed.*", DEAL),
                no("events.org_1.crm.stage.changed.*", DEAL),
                no("events.org_1.crm.deal:*.changed.*", "events.org_1.crm.deal.changed.d_1"),
                no("events.org_1.crm.deal:*.changed.*", "events.org_1.crm.deal:stage:sub.changed.d_1"),
                match("events.org_1.crm.deal:*:sub.changed.*", "events.org_1.crm.deal:stage:sub.changed.d_1"),
                no("events.org_1.crm.lead:*.changed.*", DEAL),
                no("events.org_1.crm.deal:*.changed.*.k.v", DEAL),
                match("events.org_1.crm.deal:*.changed.*.k.v", DEAL + ".k.v"),
                match("events.org_1.crm.deal:*.>", DEAL),
                no("events.org_1.crm.lead:*.>", DEAL));
    }

    private static List<Case> errors() {
        String base = "events.o.s.r.e.i";
        return Stream.of(
                        "",
                        ".",
                        "*",
                        "events",
                        "events.o.s.r.e",
                        "other.o.s.r.e.i",
                        "live.o.s.r.e.i",
                        "events..s.r.e.i",
                        ".o.s.r.e.i",
                        "events.o.s.r.e.",
                        base + ".",
                        base + "..v",
                        base + ".k.",
                        base + ".k",
                        base + ".k.v.k2",
                        base + ".k.>",
                        base + ".k.v.k2.>",
                        base + ".*.v",
                        "events.>.s.r.e.i",
                        ">.o.s.r.e.i",
                        ">.>",
                        "events.o.>.>",
                        base + ".k.v.>.x",
                        "events.o.s.r.e.i*",
                        "events.o*.s.r.e.i",
                        "events.o.s.r.e>.i",
                        "events.o.s.r.e.>i",
                        "events.**.s.r.e.i",
                        "events.o.s.r e.e.i",
                        "events.o.s.r.e.\u00fc",
                        "events.o:p.s.r.e.i",
                        "events.o.s.r:.e.i",
                        "events.o.s.:r.e.i",
                        "events.o.s.r::x.e.i",
                        "events.o.s.r:*x.e.i",
                        "events.o.s.r.e:f.i",
                        base + ".k.v:w",
                        base + ".k.v*",
                        "events.o.s.r.e.\n",
                        "events." + "x".repeat(65) + ".s.r.e.i",
                        base + ".k.v".repeat(14))
                .map(pattern -> new Case(pattern, base, Outcome.ERROR))
                .toList();
    }

    private static Case match(String pattern, String topic) {
        return new Case(pattern, topic, Outcome.MATCH);
    }

    private static Case no(String pattern, String topic) {
        return new Case(pattern, topic, Outcome.NO);
    }
}
