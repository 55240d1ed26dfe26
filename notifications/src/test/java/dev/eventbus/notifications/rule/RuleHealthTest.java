package dev.eventbus.notifications.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RuleHealthTest {
    private static final FaultConfig LIMITS = new FaultConfig() {
        @Override
        public int inARow() {
            return 20;
        }

        @Override
        public int ofHundred() {
            return 50;
        }
    };

    private final RuleHealth.Record record = new RuleHealth.Record();

    private void uses(int times, boolean failure) {
        for (int i = 0; i < times; i++) {
            record.add(failure);
        }
    }

    @Test
    void takesTwentyFailuresInARowForAFault() {
        uses(19, true);
        assertThat(record.isBad(LIMITS)).isFalse();

        uses(1, true);
        assertThat(record.isBad(LIMITS)).isTrue();
    }

    @Test
    void forgivesFailuresWithASuccessBetween() {
        uses(19, true);
        uses(1, false);
        uses(19, true);

        assertThat(record.isBad(LIMITS)).isFalse();
    }

    @Test
    void takesHalfOfTheLastHundredForAFault() {
        for (int i = 0; i < 49; i++) {
            uses(1, true);
            uses(1, false);
        }
        assertThat(record.isBad(LIMITS)).isFalse();

        uses(1, true);
        assertThat(record.isBad(LIMITS)).isTrue();
    }

    @Test
    void forgetsWhatIsMoreThanAHundredUsesAgo() {
        for (int i = 0; i < 4; i++) {
            uses(15, true);
            uses(60, false);
        }

        assertThat(record.isBad(LIMITS)).isFalse();
    }
}
