package dev.eventbus.notifications.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.eventbus.notifications.json.Members;
import dev.eventbus.notifications.problem.Problem;
import dev.eventbus.notifications.problem.ProblemException;
import dev.eventbus.notifications.recipient.Recipients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RuleReaderTest {
    private final RuleReader reader = new RuleReader(Recipients.builtIn());

    private @Nullable RuleDefinition read(String json, @Nullable RuleDefinition defaults) {
        Members members = Members.read(json.getBytes(StandardCharsets.UTF_8));
        String key = RuleReader.key(members);
        RuleDefinition rule = reader.read(members, key == null ? "" : key, defaults);
        members.check();
        return rule;
    }

    @ParameterizedTest
    @MethodSource("dev.eventbus.notifications.rule.BadRules#all")
    void refusesABadRuleAndNamesTheField(String json, String field) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> read(json, null));

        assertThat(refused).isNotNull();
        List<Problem.FieldError> errors = refused.problem().errors();
        assertThat(errors.stream().map(Problem.FieldError::field)).contains(field);
        assertThat(errors.stream().map(Problem.FieldError::message))
                .allMatch(message -> message.length() < 1_000 && !message.contains("Exception"));
    }

    @Test
    void takesWhatIsLeftOutForTheDefaults() {
        RuleDefinition rule = read("""
                {"key":"k","eventPattern":"crm.deal.*","template":{"title":"t"},"recipients":{"resolver":"owner"}}""", null);

        assertThat(rule).isNotNull();
        assertThat(rule.priority()).isEqualTo(Priority.NORMAL);
        assertThat(rule.channels()).containsExactly(ChannelKind.WEBSOCKET);
        assertThat(rule.enabled()).isTrue();
        assertThat(rule.compile("demo", 1).pacing()).isEqualTo(Pacing.NONE);
    }

    @Test
    void compilesEverythingARuleMaySay() {
        RuleDefinition rule = read("""
                {"key":"k","eventPattern":"*.*","condition":"payload.n > 1.5","priority":"URGENT","channels":["PUSH","EMAIL"],
                 "template":{"title":"t","body":"b","emailSubject":"s","emailHtml":"<a href='{payload.url}'>h</a>",
                   "locales":{"de":{"title":"T"},"pt-BR":{"body":"B"}}},
                 "recipients":{"resolver":"payload","pointers":["/a","/b/0"],"exclude":["actor"]},
                 "collapseKey":"x {payload.id}","digest":{"window":"PT5M"},"ttl":"P1D","enabled":false}""", null);

        assertThat(rule).isNotNull();
        Rule compiled = rule.compile("demo", 7);
        assertThat(compiled.id()).isEqualTo(new RuleId("demo", "k", 7));
        assertThat(compiled.trigger().enabled()).isFalse();
        assertThat(compiled.channels()).isEqualTo(Set.of(ChannelKind.PUSH, ChannelKind.EMAIL));
        assertThat(compiled.recipients().excludeActor()).isTrue();
        assertThat(compiled.template().locales()).containsExactly("", "de", "pt-br");
        assertThat(compiled.pacing().digest()).isEqualTo(Duration.ofMinutes(5));
        assertThat(compiled.pacing().expiresAt(Instant.EPOCH)).isEqualTo(Instant.EPOCH.plus(Duration.ofDays(1)));
    }

    @Test
    void changesOnlyWhatIsSaidOfABuiltInRule() {
        RuleDefinition builtIn = BuiltInRules.find("task-failed").orElseThrow();

        assertThat(read("{\"key\":\"task-failed\",\"enabled\":false}", builtIn)).isEqualTo(builtIn.disabled());
    }
}
