package dev.eventbus.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.gateway.problem.FieldError;
import dev.eventbus.gateway.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMembersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ }",
                "{\"a\":1}",
                "{ \"b\" : [ 1.0e5 , {\"c\":\"}\"} ] }",
                "{\"ü\":\"€ \\\" {\",\n\"x\" : null\r\n}",
                "{\"a\":{\"b\":{\"c\":{}}}}",
                "{\"n\":12345678901234567890.123456789000}"
            })
    void cutsTheRawBytesOfAnObjectOutOfItsSurroundings(String raw) {
        for (String body : List.of(
                "{\"p\":" + raw + "}",
                "{\"before\":\"ä€\",  \"p\" \n:\t" + raw + " , \"after\":[1,2]}",
                "  {\"before\":{\"p\":{}},\"p\":" + raw + ",\"z\":\"p\"}  ")) {
            assertThat(read(body).rawObject("p"))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(raw);
        }
    }

    @Test
    void readsTextsListsAndMaps() {
        JsonMembers members =
                read("{\"t\":\"x\",\"l\":[\"a\",\"b\"],\"m\":{\"k\":\"v\",\"n\":[\"1\",\"2\"]},\"nothing\":null}");

        assertThat(members.requiredText("t")).isEqualTo("x");
        assertThat(members.texts("l")).containsExactly("a", "b");
        assertThat(members.textsByName("m")).isEqualTo(Map.of("k", List.of("v"), "n", List.of("1", "2")));
        assertThat(members.text("nothing")).isNull();
        assertThat(members.text("absent")).isNull();
        members.check();
    }

    @Test
    void readsNumbersFlagsDurationsAndObjects() {
        JsonMembers members =
                read("{\"i\":7,\"n\":0.5,\"f\":true,\"o\":{\"d\":\"2m\",\"h\":{\"k\":\"v\"}},\"nothing\":null}");
        JsonMembers object = members.object("o");

        assertThat(members.integer("i", 1, 7)).isEqualTo(7);
        assertThat(members.number("n", 0, 1)).isEqualTo(0.5);
        assertThat(members.flag("f")).isTrue();
        assertThat(object.duration("d", Duration.ofSeconds(1), Duration.ofHours(1)))
                .isEqualTo(Duration.ofMinutes(2));
        assertThat(object.textByName("h")).isEqualTo(Map.of("k", "v"));
        assertThat(members.integer("nothing", 0, 1)).isNull();
        assertThat(members.flag("absent")).isNull();
        assertThat(members.object("absent").object("deeper").text("x")).isNull();
        members.check();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"i":0}                    | i
            {"i":11}                   | i
            {"i":1.0}                  | i
            {"i":99999999999999999999} | i
            {"i":"5"}                  | i
            {"n":1.01}                 | n
            {"n":1e999}                | n
            {"n":"0"}                  | n
            {"f":"true"}               | f
            {"f":1}                    | f
            {"o":[]}                   | o
            {"o":{"d":"0s"}}           | o.d
            {"o":{"d":"61m"}}          | o.d
            {"o":{"d":"1h30m"}}        | o.d
            {"o":{"d":"PT1S"}}         | o.d
            {"o":{"d":"9999999999s"}}  | o.d
            {"o":{"d":60}}             | o.d
            {"o":{"h":{"k":1}}}        | o.h.k
            {"o":{"h":{"k":["v"]}}}    | o.h.k
            {"o":{"h":"k"}}            | o.h
            {"o":{"x":1}}              | o.x
            {"o":{"p":{"x":1}}}        | o.p.x
            """)
    void refusesNumbersFlagsDurationsAndObjectsOfAnotherShape(String body, String field) {
        JsonMembers members = read(body);
        members.integer("i", 1, 10);
        members.number("n", 0, 1);
        members.flag("f");
        JsonMembers object = members.object("o");
        object.duration("d", Duration.ofSeconds(1), Duration.ofHours(1));
        object.textByName("h");
        object.object("p");

        assertThat(errorsOf(members)).extracting(FieldError::field).containsExactly(field);
    }

    @Test
    void saysOfAnInnerMemberThatItIsMissing() {
        JsonMembers members = read("{\"url\":7}");
        members.requiredText("url");
        members.object("target").requiredText("url");

        assertThat(errorsOf(members)).extracting(FieldError::field).containsExactly("url", "target.url");
    }

    @Test
    void echoesScalarsAsTheyCame() {
        JsonMembers members = read("{\"n\":1.50,\"t\":\"a\\u0022b\",\"b\":true}");

        assertThat(members.rawScalar("n")).asString().isEqualTo("1.50");
        assertThat(members.rawScalar("t")).asString().isEqualTo("\"a\\\"b\"");
        assertThat(members.rawScalar("b")).asString().isEqualTo("true");
        assertThat(members.rawScalar("absent")).isNull();
    }

    @Test
    void boundsWhatItSaysAboutManyOrLongNames() {
        StringBuilder body = new StringBuilder("{\"" + "y".repeat(900) + "\":1");
        for (int i = 0; i < 100; i++) {
            body.append(",\"x").append(i).append("\":1");
        }

        List<FieldError> errors = errorsOf(body.append("}").toString());

        assertThat(errors).hasSize(20);
        assertThat(errors)
                .allSatisfy(error -> assertThat(error.field().length()).isLessThan(310));
    }

    @Test
    void takesWholeSurrogatePairsAndOrdinaryExponents() {
        String payload = "{\"smile\":\"\uD83D\uDE00 \\ud83d\\ude00\",\"n\":[1e308,-1E-400,0e000000]}";

        assertThat(read("{\"p\":" + payload + "}").rawObject("p"))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(payload);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud83d", "\\ude00", "\\ude00\\ud83d", "a\\ud83db", "\\u0000"})
    void refusesTextThatNoDatabaseWouldKeep(String text) {
        assertThat(errorsOf("{\"p\":{\"a\":\"" + text + "\"}}"))
                .extracting(FieldError::field)
                .containsExactly("p.a");
    }

    @Test
    void refusesDeepNestingWithoutFallingOver() {
        String body = "{\"p\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThatThrownBy(() -> read(body))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("limit");
    }

    private static List<FieldError> errorsOf(String body) {
        try {
            return errorsOf(read(body));
        } catch (ProblemException e) {
            return e.problem().errors();
        }
    }

    private static List<FieldError> errorsOf(JsonMembers members) {
        try {
            members.check();
            return List.of();
        } catch (ProblemException e) {
            return e.problem().errors();
        }
    }

    private static JsonMembers read(String body) {
        return JsonMembers.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
