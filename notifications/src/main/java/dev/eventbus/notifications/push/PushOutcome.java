package dev.eventbus.notifications.push;

import dev.eventbus.notifications.channel.Outcome;
import java.time.Duration;
import java.util.List;

/** What the answers for all of a user's devices mean for the channel. */
final class PushOutcome {
    private PushOutcome() {}

    /** Comes again while a device is left that may take it; else sent if any took it. */
    static Outcome of(Targets before, List<Pushed> pushed) {
        List<Answer.Later> later = pushed.stream()
                .map(Pushed::answer)
                .filter(Answer.Later.class::isInstance)
                .map(Answer.Later.class::cast)
                .toList();
        long taken = before.taken()
                + pushed.stream()
                        .filter(one -> one.answer() instanceof Answer.Accepted)
                        .count();
        long devices = before.taken() + before.refused() + pushed.size();
        if (!later.isEmpty()) {
            return new Outcome.Postponed(
                    "taken by " + taken + " of " + devices + " devices: "
                            + later.get(0).reason(),
                    delay(later));
        }
        if (taken > 0) {
            return new Outcome.Sent("taken by " + taken + " of " + devices + " devices");
        }
        if (devices == 0) {
            return new Outcome.Failed("no device registered");
        }
        return new Outcome.Failed(
                pushed.isEmpty()
                        ? "refused by every device's push service"
                        : pushed.get(0).answer().why());
    }

    /** When to come again: as soon as one of the devices may be tried. */
    static Duration delay(List<Answer.Later> later) {
        return later.stream().map(Answer.Later::delay).min(Duration::compareTo).orElse(Duration.ZERO);
    }
}
