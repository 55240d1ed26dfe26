package dev.eventbus.bench.gateway;

/**
 * How much time goes into it.
 *
 * @param rounds how often every engine has its turn
 * @param warmMillis before the first round, for each engine
 * @param measureMillis one turn
 */
record Profile(int rounds, int warmMillis, int measureMillis) {
    private static final Profile SHORT = new Profile(4, 20_000, 3_000);
    private static final Profile LONG = new Profile(10, 40_000, 5_000);

    /** With as many rounds as {@code -Dbench.rounds=1} says, if it does. */
    static Profile of(boolean thorough) {
        Profile profile = thorough ? LONG : SHORT;
        int rounds = Integer.getInteger("bench.rounds", profile.rounds);
        return new Profile(rounds, profile.warmMillis, profile.measureMillis);
    }
}
