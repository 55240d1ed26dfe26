package dev.eventbus.memory;

import dev.eventbus.Attempt;
import dev.eventbus.Event;
import dev.eventbus.Verdict;
import dev.eventbus.dispatch.Timer;
import dev.eventbus.topic.Topic;
import dev.eventbus.transport.Delivery;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A delivery under way. Its mutable part is guarded by the durable's lock. */
final class Flight implements Delivery {
    final Stored stored;
    final Consumer member;
    final Instant at;
    boolean settled;
    Timer.@Nullable Alarm alarm;

    private final Durable durable;
    private final Attempt attempt;

    Flight(Durable durable, Stored stored, Attempt attempt, Consumer member, Instant at) {
        this.durable = durable;
        this.stored = stored;
        this.attempt = attempt;
        this.member = member;
        this.at = at;
    }

    @Override
    public Event event() {
        return stored.event();
    }

    @Override
    public Topic topic() {
        return stored.topic();
    }

    @Override
    public Attempt attempt() {
        return attempt;
    }

    @Override
    public void settle(Verdict verdict) {
        settle(verdict, attempt);
    }

    @Override
    public void settle(Verdict verdict, Attempt last) {
        durable.settle(this, verdict, last, "asked for another try");
    }

    @Override
    public boolean inProgress() {
        return durable.inProgress(this);
    }

    void cancelAlarm() {
        if (alarm != null) {
            alarm.cancel();
        }
    }
}
