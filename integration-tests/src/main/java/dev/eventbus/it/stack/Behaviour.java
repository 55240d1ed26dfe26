package dev.eventbus.it.stack;

/**
 * What the demo receiver answers, as asked for with {@code POST /behave}.
 *
 * @param status the answer's status
 * @param times for how many requests; afterwards it answers 200 again
 */
record Behaviour(int status, int times) {

    static final Behaviour GOOD = new Behaviour(200, 0);

    Behaviour {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status must be from 200 to 599, was " + status);
        }
        if (times < 0) {
            throw new IllegalArgumentException("times must be >= 0, was " + times);
        }
    }

    int answer() {
        return times > 0 ? status : GOOD.status;
    }

    Behaviour next() {
        return times > 1 ? new Behaviour(status, times - 1) : GOOD;
    }
}
