package dev.eventbus.notifications.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.notifications.device.Address;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushOutcomeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0,0     |                     | Failed    | no device registered
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
        Targets targets =
                new Targets(List.of(), Integer.parseInt(earlier[0]), Integer.parseInt(earlier[1]), null, null);
        List<Pushed> pushed = now == null
                ? List.of()
                : Arrays.stream(now.split(","))
                        .map(name -> new Pushed("n", Samples.device(new Address.Fcm("t")), answer(name)))
                        .toList();

        var combined = PushOutcome.of(targets, pushed);

        assertThat(combined.getClass().getSimpleName()).isEqualTo(outcome);
        assertThat(combined.why()).isEqualTo(why);
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
