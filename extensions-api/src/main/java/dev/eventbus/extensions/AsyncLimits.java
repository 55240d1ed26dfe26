package dev.eventbus.extensions;

/**
 * How much asynchronous handling of one extension may go on at a time.
 *
 * @param concurrency how many asynchronous methods may run at once; at least 1
 * @param queueCapacity how many more calls may wait; at least 1. One more fails
 */
public record AsyncLimits(int concurrency, int queueCapacity) {
    /** 32 at once, 10,000 waiting. */
    public static final AsyncLimits DEFAULT = new AsyncLimits(32, 10_000);

    public AsyncLimits {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency must be >= 1, was " + concurrency);
        }
        if (queueCapacity < 1) {
            throw new IllegalArgumentException("queueCapacity must be >= 1, was " + queueCapacity);
        }
    }
}
