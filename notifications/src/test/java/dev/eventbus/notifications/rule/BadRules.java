package dev.eventbus.notifications.rule;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What clients may send in place of a rule, with the field that is at fault. */
final class BadRules {
    private BadRules() {}

    private static final String FIELDS = """
            "key":""                                                  | key
            "key":"a b"                                               | key
            "key":"dry-run"                                           | key
            "key":"a/../b"                                            | key
            "key":7                                                   | key
            "eventPattern":"crm"                                      | eventPattern
            "eventPattern":"crm.>"                                    | eventPattern
            "eventPattern":"crm..x"                                   | eventPattern
            "eventPattern":["a.b"]                                    | eventPattern
            "priority":"CRITICAL"                                     | priority
            "priority":1                                              | priority
            "channels":["FAX"]                                        | channels
            "channels":["PUSH","PUSH"]                                | channels
            "channels":"PUSH"                                         | channels
            "channels":[1]                                            | channels
            "enabled":"yes"                                           | enabled
            "ttl":"24h"                                               | ttl
            "ttl":"PT0S"                                              | ttl
            "ttl":"-PT1H"                                             | ttl
            "ttl":"P40D"                                              | ttl
            "ttl":5                                                   | ttl
            "ttl":"PT99999999999999999999H"                           | ttl
            "throttle":{"max":0,"window":"PT1H"}                      | throttle.max
            "throttle":{"max":1.5,"window":"PT1H"}                    | throttle.max
            "throttle":{"max":5}                                      | throttle
            "throttle":{"max":5,"window":"1h"}                        | throttle.window
            "throttle":5                                              | throttle
            "digest":{"window":"P8D"}                                 | digest.window
            "digest":{}                                               | digest
            "digest":{"window":"PT1H"},"ttl":"PT1H"                   | ttl
            "digest":{"window":"PT1H","every":1}                      | digest.every
            "digest":{"window":"PT1H"},"throttle":{"max":1,"window":"PT1H"} | throttle
            "collapseKey":"{#for i in payload}x{/for}"                | collapseKey
            "collapseKey":"a\\nb"                                     | collapseKey
            "condition":"payload.x == "                               | condition
            "condition":"true} {#if true"                             | condition
            "condition":"inject:secrets.key == 1"                     | condition
            "condition":"recipient.id == 'x'"                         | condition
            "condition":5                                             | condition
            "recipients":{}                                           | recipients.resolver
            "recipients":{"resolver":"everybody"}                     | recipients.resolver
            "recipients":{"resolver":"payload"}                       | recipients.pointers
            "recipients":{"resolver":"payload","pointers":["ownerId"]} | recipients.pointers
            "recipients":{"resolver":"payload","pointers":["/a"],"exclude":["me"]} | recipients.exclude
            "recipients":{"resolver":"users","users":["a b"]}         | recipients.users
            "recipients":{"resolver":"users","users":[]}              | recipients.users
            "recipients":{"resolver":"owner","users":["a"]}           | recipients.users
            "recipients":[]                                           | recipients
            "workspaceId":"other"                                     | workspaceId
            "builtIn":true                                            | builtIn
            "template":{}                                             | template.title
            "template":"hello"                                        | template
            "template":{"title":"a\\r\\nBcc: x"}                      | template.title
            "template":{"title":"a\\u0000b"}                          | template.title
            "template":{"title":"a\\ud800b"}                          | template.title
            "template":{"title":"t","emailSubject":"a\\nBcc: x@y.z"}  | template.emailSubject
            "template":{"title":"t","footer":"x"}                     | template.footer
            "template":{"title":"t","locales":{"":{"title":"x"}}}     | template.locales.
            "template":{"title":"t","locales":{"de_DE":{"title":"x"}}} | template.locales.de_DE
            "template":{"title":"t","locales":{"de":{"title":"{#each payload.x}x{/each}"}}} | template.locales.de.title
            "template":{"title":"t","locales":{"de":"x"}}             | template.locales.de
            "template":{"title":"t","locales":{"de":{},"DE":{}}}      | template.locales.de
            "template":{"title":"t","emailHtml":"<script>alert(1)</script>"} | template.emailHtml
            "template":{"title":"t","emailHtml":"<a href='java\\tscript:x'>x</a>"} | template.emailHtml
            "template":{"title":"t","emailHtml":"<a href={payload.url}>x</a>"} | template.emailHtml
            """;

    private static final String BODIES = """
            {#for i in payload.list}x{/for}
            {#each payload.list}x{/each}
            {#eval payload.text /}
            {#include other /}
            {#let a=1}{a}{/let}
            {#if payload.text}x
            {inject:bean.secret}
            {cdi:bean}
            {config:secret}
            {str:eval('x')}
            {payload.text.raw}
            {payload.text.getClass()}
            {T(java.lang.Runtime)}
            {foo.bar}
            {event.secret}
            {payload.text
            {{payload.text}}
            {! comment !}
            {|{payload.text}|}
            """;

    static Stream<Arguments> all() {
        return Stream.of(whole(), fields(), bodies()).flatMap(stream -> stream);
    }

    private static Stream<Arguments> whole() {
        String users =
                IntStream.range(0, 10_001).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(","));
        String some = IntStream.range(0, 1_001).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(","));
        return Stream.of(
                arguments("", "body"),
                arguments("[]", "body"),
                arguments("{", "body"),
                arguments("null", "body"),
                arguments("{}{}", "body"),
                arguments("{}", "key"),
                arguments("{\"key\":\"a\",\"key\":\"b\"}", "body"),
                arguments("{\"key\":\"a\"}", "recipients.resolver"),
                arguments(rule("\"key\":\"" + "k".repeat(129) + "\""), "key"),
                arguments(rule("\"recipients\":{\"resolver\":\"users\",\"users\":[" + some + "]}"), "recipients.users"),
                arguments(
                        rule("\"recipients\":{\"resolver\":\"users\",\"users\":[" + users + "]}"), "recipients.users"),
                arguments(rule("\"template\":{\"title\":\"" + "t".repeat(201) + "\"}"), "template.title"),
                arguments(
                        rule("\"template\":{\"title\":\"t\",\"body\":\"" + "b".repeat(2_001) + "\"}"), "template.body"),
                arguments(
                        rule("\"template\":{\"title\":\"t\",\"emailHtml\":\"" + "h".repeat(100_000) + "\"}"),
                        "template.emailHtml"),
                arguments(
                        rule("\"template\":{\"title\":\"t\",\"body\":\"" + "{#if event.id}".repeat(60) + "\"}"),
                        "template.body"),
                arguments(rule("\"condition\":\"" + "x".repeat(501) + "\""), "condition"),
                arguments(rule("\"" + "n".repeat(5_000) + "\":1"), "n".repeat(200) + "…"));
    }

    private static Stream<Arguments> fields() {
        return FIELDS.lines().map(line -> {
            int end = line.lastIndexOf(" | ");
            return arguments(
                    rule(line.substring(0, end).strip()),
                    line.substring(end + 3).strip());
        });
    }

    private static Stream<Arguments> bodies() {
        return BODIES.lines()
                .map(body ->
                        arguments(rule("\"template\":{\"title\":\"t\",\"body\":\"" + body + "\"}"), "template.body"));
    }

    /** A good rule but for these members. */
    private static String rule(String members) {
        StringBuilder rule = new StringBuilder("{").append(members);
        add(rule, members, "key", "\"bad-rule\"");
        add(rule, members, "eventPattern", "\"crm.deal.*\"");
        add(rule, members, "template", "{\"title\":\"t\"}");
        add(rule, members, "recipients", "{\"resolver\":\"owner\"}");
        return rule.append('}').toString();
    }

    private static void add(StringBuilder rule, String members, String name, String value) {
        if (!members.startsWith("\"" + name + "\":")) {
            rule.append(",\"").append(name).append("\":").append(value);
        }
    }
}
