package dev.eventbus.gateway.channels;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What clients may send in place of a channel, with the field that is at fault. */
final class BadChannels {
    private static final String HOOK = "\"name\":\"n\",\"type\":\"webhook\",\"appId\":\"a\"";
    private static final String SIGNED = ",\"signature\":{\"preset\":\"stripe\",\"secret\":\"0123456789abcdef\"}";
    private static final String POLL =
            "\"name\":\"n\",\"type\":\"polling\",\"appId\":\"a\",\"url\":\"https://8.8.8.8/\"";

    private BadChannels() {}

    static Stream<Arguments> all() {
        List<Arguments> bad = new ArrayList<>(List.of(
                arguments("", 400, null),
                arguments("[]", 400, null),
                arguments("{", 400, null),
                arguments("{}", 400, "name"),
                arguments("{\"name\":\"n\"}", 400, "type"),
                arguments("{" + HOOK + "}", 400, "signature.preset"),
                arguments("{" + HOOK + ",\"signature\":{}}", 400, "signature.preset"),
                arguments("{" + HOOK + ",\"signature\":[]}", 400, "signature"),
                arguments("{" + HOOK + ",\"signature\":{\"preset\":\"github\"}}", 400, "signature.secret"),
                arguments("{\"name\":\"n\",\"type\":\"sse\",\"appId\":\"a\"}", 400, "url"),
                arguments("{\"name\":\"n\",\"type\":\"polling\",\"appId\":\"a\"}", 400, "url"),
                arguments("{\"name\":\"n\",\"type\":\"sse\",\"url\":\"https://8.8.8.8/\"}", 400, "appId"),
                arguments("{\"name\":\"n\",\"name\":\"n\"}", 400, "name"),
                arguments("{\"name\":\"\\u0000\"}", 400, "name"),
                arguments("{" + POLL + ",\"name2\":\"" + "n".repeat(1 << 20) + "\"}", 413, null)));
        rows(HOOKS, HOOK).forEach(bad::add);
        rows(SIGNED_HOOKS, HOOK + SIGNED).forEach(bad::add);
        rows(POLLS, POLL).forEach(bad::add);
        rows(STREAMS, POLL.replace("polling", "sse")).forEach(bad::add);
        rows(URLS, "\"name\":\"n\",\"type\":\"sse\",\"appId\":\"a\"").forEach(bad::add);
        return bad.stream();
    }

    private static final String HOOKS = """
            "signature":{"preset":"none","secret":"0123456789abcdef"}              | signature.preset
            "signature":{"preset":"Stripe","secret":"0123456789abcdef"}            | signature.preset
            "signature":{"preset":7,"secret":"0123456789abcdef"}                   | signature.preset
            "signature":{"preset":"stripe","secret":"hidden-value"}                | signature.secret
            "signature":{"preset":"slack","secret":"hidden-value\\n0123456789"}     | signature.secret
            "signature":{"preset":"github","secret":7}                             | signature.secret
            "signature":{"preset":"github","secret":"***"}                         | signature.secret
            "signature":{"preset":"standard-webhooks","secret":"whsec_x"}          | signature.secret
            "signature":{"preset":"standard-webhooks","secret":"hidden-value-hidden-value"} | signature.secret
            "signature":{"preset":"github","secret":"0123456789abcdef","x":1}      | signature.x
            "signature":{"preset":"github","secret":"0123456789abcdef"},"subjects":["stripe.a"] | subjects
            """;

    private static final String SIGNED_HOOKS = """
            "url":"https://8.8.8.8/"                        | url
            "interval":"1m"                                 | interval
            "items":"/a"                                    | items
            "itemId":"/a"                                   | itemId
            "itemTime":"/a"                                 | itemTime
            "headers":{"a":"b"}                             | headers
            "eventKey":"a"                                  | eventKey
            "eventKey":"a.*"                                | eventKey
            "eventKey":7                                    | eventKey
            "eventTypes":[]                                 | eventTypes
            "eventTypes":{"a":7}                            | eventTypes.a
            "eventTypes":{"a":"b"}                          | eventTypes.a
            "enabled":"yes"                                 | enabled
            "subjects":"stripe.a"                           | subjects
            "subjects":["stripe"]                           | subjects
            "subjects":["stripe.>"]                         | subjects
            "subjects":["stripe.*"]                         | subjects
            "subjects":["stripe.a","stripe.a"]              | subjects
            "subjects":["events.other.a.b.c.d"]             | subjects
            "subjects":["stripe.a b"]                       | subjects
            "subjects":["$JS.API.STREAM.DELETE.EVENTS"]     | subjects
            "nonsense":1                                    | nonsense
            """;

    private static final String POLLS = """
            "signature":{"preset":"stripe","secret":"0123456789abcdef"} | signature
            "subjects":["stripe.a"]                         | subjects
            "interval":"0s"                                 | interval
            "interval":"999ms"                              | interval
            "interval":"25h"                                | interval
            "interval":60                                   | interval
            "interval":"often"                              | interval
            "items":"a"                                     | items
            "items":7                                       | items
            "itemId":"$.id"                                 | itemId
            "itemTime":"time"                               | itemTime
            "cursor":7                                      | cursor
            "cursor":{}                                     | cursor.pointer
            "cursor":{"pointer":"/next"}                    | cursor.parameter
            "cursor":{"pointer":"next","parameter":"since"} | cursor.pointer
            "cursor":{"pointer":"/next","parameter":"a b"}  | cursor.parameter
            "headers":[]                                    | headers
            "headers":{"a":7}                               | headers.a
            "headers":{"a b":"c"}                           | headers.a b
            "headers":{"a":"b\\r\\nc: d"}                     | headers.a
            "headers":{"Host":"example.com"}                | headers.Host
            "headers":{"If-None-Match":"x"}                 | headers.If-None-Match
            "headers":{"A":"b","a":"c"}                     | headers.a
            "headers":{"X-Key":"***"}                       | headers.X-Key
            """;

    private static final String STREAMS = """
            "interval":"1m"                                 | interval
            "items":"/a"                                    | items
            "headers":{"Last-Event-ID":"7"}                 | headers.Last-Event-ID
            """;

    private static final String URLS = """
            "url":"example.com"                             | url
            "url":"ftp://8.8.8.8/"                          | url
            "url":"https://user:pw@8.8.8.8/"                | url
            "url":"https://8.8.8.8:22/"                     | url
            "url":"http://127.0.0.2/"                       | url
            "url":"http://10.0.0.1/"                        | url
            "url":"http://169.254.169.254/latest/meta-data" | url
            "url":"http://[::1]/"                           | url
            "url":"http://[::ffff:127.0.0.1]/"              | url
            "url":"http://localhost/"                       | url
            """;

    private static Stream<Arguments> rows(String table, String members) {
        return table.lines().map(line -> {
            int bar = line.lastIndexOf('|');
            return arguments(
                    "{" + members + "," + line.substring(0, bar).strip() + "}",
                    400,
                    line.substring(bar + 1).strip());
        });
    }
}
