package dev.eventbus.dispatch;

/**
 * What a queue has seen and what it holds, read at one instant. {@code accepted} is always {@code done + abandoned +
 * depth + running + parked}.
 *
 * @param accepted work taken in
 * @param rejected work refused because the queue was full
 * @param dropped work the policy gave up: newcomers of DROP_NEWEST, and what of {@code abandoned} was lost to
 *     DROP_OLDEST or a full parking
 * @param abandoned accepted work that will not be run to its end, be it dropped or left over at close
 * @param done work run to its end
 * @param depth work waiting to be started
 * @param running work being run
 * @param parked work waiting for another try
 */
public record Counts(
        long accepted, long rejected, long dropped, long abandoned, long done, int depth, int running, int parked) {
    /** Whether nothing waits, runs or is parked. */
    public boolean isIdle() {
        return depth == 0 && running == 0 && parked == 0;
    }
}
