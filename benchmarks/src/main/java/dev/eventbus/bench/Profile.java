package dev.eventbus.bench;

/**
 * How much time goes into each case.
 *
 * @param name as printed above the table
 * @param rounds how often the whole list of cases is gone through, each case in a new JVM
 * @param warmups iterations that do not count
 * @param measurements iterations per round that count
 * @param iterationMillis length of an iteration
 */
record Profile(String name, int rounds, int warmups, int measurements, int iterationMillis) {
    /** A look: about two minutes for all groups. */
    static final Profile SHORT = new Profile("short", 2, 2, 3, 500);

    /** For figures to be quoted. */
    static final Profile LONG = new Profile("long", 5, 5, 5, 1_000);
}
