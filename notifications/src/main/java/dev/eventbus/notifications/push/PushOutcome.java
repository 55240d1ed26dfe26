package dev.eventbus.notifications.push;

import dev.eventbus.notifications.channel.Outcome;
import java.time.Duration;
import java.util.List;

/** What the answers for all of a user's devices mean for the channel. */
final class PushOutcome {
    private PushOutcome() {}

    /**
     * Comes again while a device is left that may take it; else sent if any took it.
     *
     * @param isOld whether it is too late to come again for the sake of some, when others took it
     */
    static Outcome of(Targets before, List<Pushed> pushed, boolean isOld) {
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
        if (devices == 0) {
            return new Outcome.Skipped("no device registered");
        }
        String count = "taken by " + taken + " of " + devices + " devices";
        if (!later.isEmpty() && !(isOld && taken > 0)) {
            return new Outcome.Postponed(count + ": " + later.get(0).reason(), delay(later), taken > 0);
        }
        if (taken > 0) {
            return new Outcome.Sent(count);
        }
        return new Outcome.Failed(
                pushed.isEmpty()
                        ? "refused by every device's push service"
                        : pushed.get(0).answer().why());
    }

    /** When to come again: as soon as one of the devices may be tried. */
    private static Duration delay(List<Answer.Later> later) {
        return later.stream().map(Answer.Later::delay).min(Duration::compareTo).orElse(Duration.ZERO);
    }
}
