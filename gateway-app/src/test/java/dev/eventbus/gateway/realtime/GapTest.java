package dev.eventbus.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Position;
import dev.eventbus.nats.StoredRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GapTest {
    @ParameterizedTest
    @CsvSource({"0,1,0", "0,1,9", "4,5,9", "7,5,9", "9,5,9", "9,10,9"})
    void missesNothingThatIsStillStored(long heard, long first, long last) {
        assertThat(gap(heard, first, last)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"0,5,9,1,4", "3,5,9,4,4", "2,10,9,3,9", "99,5,9,100,9", "99,1,0,100,0"})
    void saysWhatIsGone(long heard, long first, long last, long from, long to) {
        assertThat(gap(heard, first, last)).isEqualTo(new Gap(from, to));
    }

    private static Gap gap(long heard, long first, long last) {
        return Gap.after(new Position(heard), new StoredRange(first, new Position(last)));
    }
}
