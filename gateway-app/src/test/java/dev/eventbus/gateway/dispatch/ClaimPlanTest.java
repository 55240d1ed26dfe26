package dev.eventbus.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.gateway.dispatch.Claims.Claimed;
import dev.eventbus.gateway.dispatch.Claims.Queue;
import dev.eventbus.gateway.dispatch.Claims.Wanted;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimPlanTest implements ClaimPlan.Surroundings {
    private final Map<String, Integer> rooms = new HashMap<>();

    @Test
    void takesWhatTheLaneHasRoomFor() {
        rooms.put("quick", 500);

        ClaimPlan plan = ClaimPlan.of(List.of(queue("quick", "demo")), this);

        assertThat(plan.wanted()).extracting(Wanted::most).containsExactly(500);
        assertThat(plan.wanted()).extracting(Wanted::lease).containsExactly(Duration.ofSeconds(9));
    }

    @Test
    void leavesAloneWhoIsNotActiveOrHasNoRoom() {
        rooms.put("full", 0);

        ClaimPlan plan = ClaimPlan.of(List.of(queue("paused", "demo"), queue("full", "demo")), this);

        assertThat(plan.wanted()).isEmpty();
        assertThat(plan.isCrowded()).isTrue();
        assertThat(ClaimPlan.of(List.of(queue("paused", "demo")), this).isCrowded())
                .isFalse();
    }

    @Test
    void dividesTheRoomAmongTheWorkspacesOfAnExtension() {
        rooms.put("crm", 8);

        ClaimPlan plan = ClaimPlan.of(List.of(queue("crm", "a"), queue("crm", "b"), queue("crm", "c")), this);

        assertThat(plan.wanted()).extracting(Wanted::workspaceId).containsExactly("a", "b", "c");
        assertThat(plan.wanted()).extracting(Wanted::most).containsExactly(3, 3, 2);
    }

    @Test
    void takesNoMoreThanFitsIntoMemoryInOneRound() {
        rooms.put("a", 500);
        rooms.put("b", 500);
        rooms.put("c", 500);

        ClaimPlan plan = ClaimPlan.of(List.of(queue("a", "demo"), queue("b", "demo"), queue("c", "demo")), this);

        assertThat(plan.wanted()).extracting(Wanted::most).containsExactly(500, 500);
        assertThat(plan.isCrowded()).isTrue();
    }

    @Test
    void asksAgainSoonWhereEverythingWantedWasThere() {
        rooms.put("busy", 1);
        rooms.put("calm", 5);
        ClaimPlan plan = ClaimPlan.of(List.of(queue("busy", "demo"), queue("calm", "demo")), this);
        Claimed ofBusy = new Claimed(plan.wanted().get(0), "e1", 1, null, 0);
        Claimed ofCalm = new Claimed(plan.wanted().get(1), "e1", 1, null, 0);

        assertThat(plan.mayLeaveMore(List.of(ofCalm))).isFalse();
        assertThat(plan.mayLeaveMore(List.of(ofCalm, ofBusy))).isTrue();
    }

    @Override
    public Optional<Subscriber> active(Queue queue) {
        return rooms.containsKey(queue.subscriber().key())
                ? Optional.of(Samples.subscription(queue.subscriber().key()))
                : Optional.empty();
    }

    @Override
    public int room(Subscriber subscriber) {
        return rooms.getOrDefault(subscriber.id().key(), 0);
    }

    @Override
    public Duration lease(Subscriber subscriber) {
        return Duration.ofSeconds(9);
    }

    private static Queue queue(String subscriber, String workspaceId) {
        return new Queue(SubscriberId.subscription(subscriber), workspaceId);
    }
}
