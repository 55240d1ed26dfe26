package dev.eventbus.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void putsOursFirstAndComparesEachPeerWithIt() {
        Row peer = new Row("match", "artemis", "ns/op", new double[] {900, 1_100, 1_000}, 1_000, 705);
        Row ours = new Row("match", "eventbus", "ns/op", new double[] {180, 240, 200, 210}, 205, 0);

        String[] lines = new Table(List.of(peer, ours)).text().split("\n");

        assertThat(lines[1].split(" +")).containsExactly("match", "eventbus", "205", "180-240", "ns/op", "205", "0.00");
        assertThat(lines[2].split(" +"))
                .containsExactly("match", "artemis", "1,000", "900-1,100", "ns/op", "1,000", "705", "0.205");
    }

    @Test
    void leavesTheRatioOutWhereOursDidNotRun() {
        Row peer = new Row("inline", "guava", "ns/op", new double[] {10}, 10, 336);

        assertThat(new Table(List.of(peer)).text().strip()).endsWith("336");
    }
}
