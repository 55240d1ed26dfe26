package dev.eventbus.gateway.deadletters;

/**
 * What a replay came to.
 *
 * @param matched how many there are that fit
 * @param replayed how many of them are being delivered once more; none in a dry run
 */
public record Replayed(int matched, int replayed, boolean dryRun) {}
