package dev.eventbus.it.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The program behind {@code ./run}: {@code RunStack <checkout> [--fresh | --stop]}. */
public final class RunStack {

    private static final long STOP_SECONDS = 90;

    private final StackSettings settings;
    private final Pids pids;
    private final Leftovers leftovers;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private RunStack(Path project) {
        settings = StackSettings.demo(project);
        pids = new Pids(settings.folders().pids());
        leftovers = new Leftovers(pids);
    }

    /** Starts the stack and stays until it is asked to end, or ends a stack that runs. */
    public static void main(String[] arguments) {
        // No logging backend here: the servers' own logs are files, and what matters is an exception.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        RunStack run = new RunStack(Path.of(arguments[0]));
        List<String> options = List.of(arguments).subList(1, arguments.length);
        try {
            if (options.contains("--stop")) {
                run.stop();
            } else {
                run.start(options.contains("--fresh"));
            }
        } catch (StackException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private void stop() {
        int ended = leftovers.end();
        new StackJson(settings.folders().stackJson()).delete();
        settings.console().accept(ended == 0 ? "Nothing was running." : "Stopped.");
    }

    private void start(boolean fresh) {
        leftovers.launcher().ifPresent(entry -> {
            throw new StackException("Already running (process " + entry.pid() + "). Stop it with ./run --stop");
        });
        if (leftovers.end() > 0) {
            settings.console().accept("Ended what a killed run had left behind.");
        }
        new StackJson(settings.folders().stackJson()).delete(); // of a killed run
        if (fresh) {
            settings.folders().deleteData();
        }
        pids.add(Leftovers.LAUNCHER, ProcessHandle.current().pid());
        stopWithThisJvm(Thread.currentThread());
        stay();
    }

    private void stay() {
        try (LocalStack stack = LocalStack.start(settings)) {
            settings.console().accept(MainScreen.of(stack));
            new Watch(stack.parts(), settings.console()).untilInterrupted();
            settings.console().accept("Stopping …");
        } finally {
            pids.clear();
            stopped.countDown();
        }
    }

    /** Only this thread stops the stack, in order, whether it was ready or half started: the hook just asks it to. */
    private void stopWithThisJvm(Thread starter) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            starter.interrupt();
            try {
                stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }
}
