package dev.eventbus.notifications.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.eventbus.notifications.problem.ProblemException;
import dev.eventbus.notifications.rule.ChannelKind;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileRequestTest {
    private static final Set<ChannelKind> ALL = EnumSet.allOf(ChannelKind.class);

    private static Profile parse(String json) {
        return ProfileRequest.parse("u", json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsEverything() {
        Profile profile = parse("""
                {"email":"ann+x@mail.example.com","locale":"PT-br","timeZone":"Europe/Berlin",
                 "quietHours":{"from":"22:00","to":"07:00","days":["MONDAY","FRIDAY"]},
                 "preferences":{"channels":{"EMAIL":false},"rules":{"r":{"EMAIL":true},"m":{"muted":true}}}}""");

        assertThat(profile.email()).isEqualTo("ann+x@mail.example.com");
        assertThat(profile.locale()).isEqualTo("pt-BR");
        assertThat(profile.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(profile.quietHours())
                .isEqualTo(new QuietHours(
                        LocalTime.of(22, 0), LocalTime.of(7, 0), EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY)));
        assertThat(profile.channels("other", ALL)).containsExactlyInAnyOrder(ChannelKind.WEBSOCKET, ChannelKind.PUSH);
        assertThat(profile.channels("r", ALL)).isEqualTo(ALL);
        assertThat(profile.channels("m", ALL)).isEmpty();
        assertThat(profile.without("r", ChannelKind.EMAIL).channels("r", Set.of(ChannelKind.EMAIL)))
                .isEmpty();
        assertThat(profile.without("r", ChannelKind.EMAIL).channels("m", ALL)).isEmpty();
    }

    @Test
    void takesTheDefaultsForWhatIsLeftOutOrNull() {
        assertThat(parse("{}")).isEqualTo(Profile.unknown("u"));
        assertThat(parse("{\"email\":null,\"locale\":null,\"timeZone\":\"UTC\",\"quietHours\":null}"))
                .isEqualTo(new Profile("u", null, null, ZoneOffset.UTC, null, Preferences.NONE));
        assertThat(parse("{}").channels("any", ALL)).isEqualTo(ALL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    []                                             | body
                    {"email":"a@b.c","email":"a@b.c"}              | body
                    {"email":"a@b.c"} x                            | body
                    {"mail":"a@b.c"}                               | mail
                    {"email":5}                                    | email
                    {"email":""}                                   | email
                    {"email":"ann"}                                | email
                    {"email":"a@b@c.de"}                           | email
                    {"email":"a b@c.de"}                           | email
                    {"email":"a@c.de,b@c.de"}                      | email
                    {"email":"Ann <a@c.de>"}                       | email
                    {"email":"a@c.de\\r\\nBcc: b@c.de"}            | email
                    {"email":"a\\u0000@c.de"}                      | email
                    {"email":"a@c.de\\n"}                          | email
                    {"email":".a@c.de"}                            | email
                    {"email":"a@-c.de"}                            | email
                    {"locale":"deutsch!"}                          | locale
                    {"locale":"en\\r\\nX: y"}                      | locale
                    {"timeZone":"Mars/Base"}                       | timeZone
                    {"timeZone":"+01:00"}                          | timeZone
                    {"quietHours":"night"}                         | quietHours
                    {"quietHours":{"from":"22:00"}}                | quietHours.to
                    {"quietHours":{"from":"24:00","to":"07:00"}}   | quietHours.from
                    {"quietHours":{"from":"7:00","to":"08:00"}}    | quietHours.from
                    {"quietHours":{"from":"07:00","to":"07:00"}}   | quietHours.to
                    {"quietHours":{"from":"07:00","to":"08:00","days":[]}} | quietHours.days
                    {"quietHours":{"from":"07:00","to":"08:00","days":["mon"]}} | quietHours.days
                    {"quietHours":{"from":"07:00","to":"08:00","zone":"UTC"}} | quietHours.zone
                    {"preferences":{"channels":{"FAX":true}}}      | preferences.channels.FAX
                    {"preferences":{"channels":{"EMAIL":"no"}}}    | preferences.channels.EMAIL
                    {"preferences":{"rules":{"r":{"mute":true}}}}  | preferences.rules.r.mute
                    {"preferences":{"rules":{"r s":{}}}}           | preferences.rules.r s
                    {"preferences":{"rules":{"r":false}}}          | preferences.rules.r
                    {"preferences":{"all":false}}                  | preferences.all
                    """)
    void refusesWhatIsWrongAndNamesIt(String json, String field) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> parse(json));

        assertThat(refused).as(json).hasMessageStartingWith(field + " ");
        assertThat(refused.getMessage()).doesNotContain("\r", "\n");
    }

    @Test
    void boundsTheNumberOfRulesAndOfComplaints() {
        String rules =
                IntStream.range(0, 201).mapToObj(i -> "\"r" + i + "\":{}").collect(Collectors.joining(","));
        String unknown =
                IntStream.range(0, 99).mapToObj(i -> "\"x" + i + "\":1").collect(Collectors.joining(","));

        assertThat(catchThrowableOfType(
                        ProblemException.class, () -> parse("{\"preferences\":{\"rules\":{" + rules + "}}}")))
                .hasMessageStartingWith("preferences.rules must be at most 200 rules, were 201");
        assertThat(catchThrowableOfType(ProblemException.class, () -> parse('{' + unknown + '}')))
                .hasMessageEndingWith("(and 19 more)");
    }
}
