package dev.eventbus.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LaneTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void letsInAsManyAsItHasRoomFor() {
        Lane lane = new Lane(2);

        assertThat(lane.tryEnter()).isTrue();
        assertThat(lane.tryEnter()).isTrue();
        assertThat(lane.tryEnter()).isFalse();
        lane.leave();
        assertThat(lane.tryEnter()).isTrue();
    }

    @Test
    void countsWhatWasClaimedAgainstItsRoom() throws Exception {
        Lane lane = new Lane(3);
        lane.announce();
        lane.announce();

        assertThat(lane.room()).isEqualTo(1);
        assertThat(lane.isIdle()).isFalse();
        lane.enter();
        assertThat(lane.room()).isEqualTo(1);
        lane.enter();
        lane.leave();
        lane.leave();
        assertThat(lane.isIdle()).isTrue();
    }

    @Test
    void hasNoRoomForClaimsWhileAllAttemptsHang() {
        Lane lane = new Lane(1);
        lane.tryEnter();

        assertThat(lane.room()).isZero();
    }

    @Test
    void claimsAheadAsMuchAsItDidInTheLastSecond() {
        Lane lane = new Lane(1);
        for (int i = 0; i < 600; i++) {
            lane.tryEnter();
            lane.leave();
        }

        assertThat(lane.room()).isBetween(300, Lane.MOST_AHEAD); // the second may have turned in between
    }

    @Test
    void takesAnotherSizeWhileItIsUsed() {
        Lane lane = new Lane(2);
        lane.tryEnter();
        lane.tryEnter();

        lane.resize(1);
        lane.leave();
        assertThat(lane.tryEnter()).isFalse();
        lane.leave();
        assertThat(lane.tryEnter()).isTrue();
        lane.resize(3);

        assertThat(lane.tryEnter()).isTrue();
        assertThat(lane.tryEnter()).isTrue();
        assertThat(lane.tryEnter()).isFalse();
    }

    @Test
    void forgetsWhatWasDoneLongerAgoThanASecond() {
        Lane.Pace pace = new Lane.Pace();
        pace.count(5 * SECOND);
        pace.count(5 * SECOND + 1);

        assertThat(pace.lastSecond(6 * SECOND)).isEqualTo(2);
        assertThat(pace.lastSecond(8 * SECOND)).isZero();
    }
}
