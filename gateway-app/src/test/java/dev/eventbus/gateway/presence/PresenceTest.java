package dev.eventbus.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private Instant now = Instant.parse("2026-11-21T08:00:00Z");
    private final Presence presence = new Presence(() -> now);
    private final Roster roster = new Roster(() -> now);

    @Test
    void addsUpWhatTheReplicasSay() {
        presence.heard(said("r1", here("ann", 2, 500), here("bob", 1, 700)));
        presence.heard(said("r2", here("ann", 3, 400)));

        assertThat(presence.users("ws", "", 10))
                .containsExactly(
                        new PresentUser("ann", 5, 2, Instant.ofEpochMilli(400)),
                        new PresentUser("bob", 1, 1, Instant.ofEpochMilli(700)));
        assertThat(presence.users("ws", "ann", 10))
                .extracting(PresentUser::userId)
                .containsExactly("bob");
        assertThat(presence.users("ws", "", 1)).hasSize(1);
        assertThat(presence.users("other", "", 10)).isEmpty();
    }

    @Test
    void forgetsAReplicaThatSaysNothingMore() {
        presence.heard(said("dead", here("ann", 1, 0)));
        presence.heard(said("alive", here("bob", 1, 0)));
        now = now.plusSeconds(20);
        presence.heard(said("alive", here("bob", 1, 0)));
        now = now.plusSeconds(10);

        assertThat(presence.present("ws", List.of("ann", "bob", "cid"))).containsExactly("bob");
        assertThat(presence.users("ws", "", 10)).extracting(PresentUser::userId).containsExactly("bob");
        presence.sweep();
        now = now.minusSeconds(10);
        assertThat(presence.present("ws", List.of("ann", "bob"))).containsExactly("bob");
    }

    @Test
    void forgetsAtOnceWhoLeft() {
        presence.heard(said("r1", here("ann", 1, 0), here("bob", 1, 0)));
        presence.heard(said("r2", here("ann", 1, 0)));

        presence.heard(said("r1", here("bob", 0, 0)));
        assertThat(presence.present("ws", List.of("ann", "bob"))).containsExactly("ann");
        presence.heard(new Said("r2", true, List.of()));
        presence.heard(new Said("r1", true, List.of()));

        assertThat(presence.users("ws", "", 10)).isEmpty();
    }

    @Test
    void keepsABoundedNumber() {
        for (int i = 0; i <= Presence.MOST / Said.MOST; i++) {
            int first = i * Said.MOST;
            presence.heard(said(
                    "r1",
                    IntStream.range(first, first + Said.MOST)
                            .mapToObj(user -> here("u" + user, 1, 0))
                            .toArray(Said.Here[]::new)));
        }

        assertThat(presence.users("ws", "", 2 * Presence.MOST)).hasSize(Presence.MOST);
    }

    @Test
    void countsSocketsAndTellsOneEntryPerUser() throws Exception {
        roster.joined("ws", "ann");
        roster.joined("ws", "ann");
        roster.joined("ws", "bob");
        roster.left("ws", "bob");

        assertThat(roster.changes(0)).containsExactly(here("ann", 2, now.toEpochMilli()), gone("bob"));
        assertThat(roster.changes(0)).isEmpty();
        assertThat(roster.all()).containsExactly(here("ann", 2, now.toEpochMilli()));
    }

    @Test
    void readsWhatItWroteAndNothingElse() {
        Said said = said("r1", here("ann", 1, 5));

        assertThat(Said.read(said.json())).isEqualTo(said);
        assertThat(Said.read("{}".getBytes(StandardCharsets.UTF_8))).isNull();
        assertThat(Said.read("nonsense".getBytes(StandardCharsets.UTF_8))).isNull();
        assertThat(Said.read("{\"replica\":\"r\",\"users\":[{\"w\":\"ws\"}]}".getBytes(StandardCharsets.UTF_8)))
                .isNull();
    }

    private Said.Here gone(String user) {
        return here(user, 0, now.toEpochMilli());
    }

    private static Said said(String replica, Said.Here... users) {
        return new Said(replica, false, List.of(users));
    }

    private static Said.Here here(String user, int connections, long since) {
        return new Said.Here("ws", user, connections, since);
    }
}
