package dev.eventbus.notifications.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.notifications.channel.Outcome;
import dev.eventbus.notifications.device.Address;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushOutcomeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0,0     |                     | Skipped   | no device registered
            1,0     |                     | Sent      | taken by 1 of 1 devices
            0,1     |                     | Failed    | refused by every device's push service
            0,0     | accepted            | Sent      | taken by 1 of 1 devices
            0,0     | accepted,gone       | Sent      | taken by 1 of 2 devices
            0,0     | accepted,refused    | Sent      | taken by 1 of 2 devices
            0,0     | accepted,later      | Postponed | taken by 1 of 2 devices: later
            1,1     | later               | Postponed | taken by 1 of 3 devices: later
            1,1     | refused             | Sent      | taken by 1 of 3 devices
            0,0     | gone,gone           | Failed    | gone
            0,1     | refused             | Failed    | refused
            """)
    void isSentIfAnyDeviceTookItAndComesAgainWhileOneMay(String before, String now, String outcome, String why) {
        String[] earlier = before.split(",");
        Targets targets = new Targets(List.of(), Integer.parseInt(earlier[0]), Integer.parseInt(earlier[1]));
        List<Pushed> pushed = now == null
                ? List.of()
                : Arrays.stream(now.split(","))
                        .map(name -> new Pushed("n", Samples.device(new Address.Fcm("t")), answer(name)))
                        .toList();

        var combined = PushOutcome.of(targets, pushed, false);

        assertThat(combined.getClass().getSimpleName()).isEqualTo(outcome);
        assertThat(combined.why()).isEqualTo(why);
    }

    @Test
    void waitsNoLongerForSomeDevicesWhenOthersTookItLongAgo() {
        Pushed later = new Pushed("n", Samples.device(new Address.Fcm("t")), answer("later"));

        assertThat(PushOutcome.of(new Targets(List.of(), 1, 0), List.of(later), true))
                .isEqualTo(new Outcome.Sent("taken by 1 of 2 devices"));
        assertThat(PushOutcome.of(new Targets(List.of(), 0, 1), List.of(later), true))
                .isInstanceOf(Outcome.Postponed.class);
    }

    @Test
    void comesAgainAsSoonAsOneDeviceMayBeTriedAndSaysWhetherAnotherTookIt() {
        Pushed soon = pushed(Answer.busy("soon", Duration.ofSeconds(5)));
        Pushed late = pushed(Answer.busy("late", Duration.ofSeconds(90)));

        assertThat(PushOutcome.of(new Targets(List.of(), 0, 0), List.of(late, soon), false))
                .isEqualTo(new Outcome.Postponed("taken by 0 of 2 devices: late", Duration.ofSeconds(5), false));
        assertThat(PushOutcome.of(new Targets(List.of(), 1, 0), List.of(late), false))
                .isEqualTo(new Outcome.Postponed("taken by 1 of 2 devices: late", Duration.ofSeconds(90), true));
    }

    private static Pushed pushed(Answer answer) {
        return new Pushed("n", Samples.device(new Address.Fcm("t")), answer);
    }

    private static Answer answer(String name) {
        return switch (name) {
            case "accepted" -> new Answer.Accepted();
            case "gone" -> new Answer.Gone(name);
            case "refused" -> new Answer.Refused(name);
            default -> new Answer.Later(name, Duration.ZERO, false);
        };
    }
}
