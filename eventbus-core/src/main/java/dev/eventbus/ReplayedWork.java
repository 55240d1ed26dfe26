package dev.eventbus;

import dev.eventbus.dispatch.Work;

/**
 * Work that somebody waits for.
 *
 * @param whenOver called once, when the work is done or given up
 */
record ReplayedWork(Work work, WhenOver whenOver) implements Work {
    /** Takes what became of work. */
    @FunctionalInterface
    interface WhenOver {
        /** @param handled whether it ran to its end; otherwise the queue was closed before */
        void over(boolean handled);
    }

    @Override
    public Next run() {
        Next next = Next.DONE;
        try {
            next = work.run();
            return next;
        } finally {
            if (next instanceof Next.Done) { // also of work that threw: the queue is done with it
                whenOver.over(true);
            }
        }
    }

    @Override
    public void abandon() {
        try {
            work.abandon();
        } finally {
            whenOver.over(false);
        }
    }
}
