package dev.eventbus.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds the addresses of a host name, within a time limit that the JDK's own look-up lacks. That one blocks in native
 * code, so on virtual threads a few dead name servers would take the carriers of all others. Whoever asks for a host
 * that is being looked up waits for the same answer: a host takes one thread, however many want it.
 */
final class HostLookup {
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private static final int MAX_THREADS = 256;
    private static final Executor THREADS = new ThreadPoolExecutor(
            0,
            MAX_THREADS,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("webhook-lookup-", 1).factory());

    private final Resolver resolver;
    private final Map<String, FutureTask<InetAddress[]>> underWay = new ConcurrentHashMap<>();

    HostLookup(Resolver resolver) {
        this.resolver = resolver;
    }

    /** @throws UnknownHostException also when there was no answer in time */
    List<InetAddress> addresses(WebhookUrl url, Duration limit) throws UnknownHostException, InterruptedException {
        if (url.isIpLiteral()) {
            return List.of(InetAddress.getByName(url.host()));
        }
        try {
            FutureTask<InetAddress[]> lookup = underWay.computeIfAbsent(url.host(), this::begin);
            return List.of(lookup.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            throw new UnknownHostException("no answer for host " + url.host() + " within " + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new UnknownHostException("host " + url.host() + " has no address");
        } catch (RejectedExecutionException e) {
            throw new UnknownHostException(
                    "host " + url.host() + " was not looked up: " + MAX_THREADS + " others are waited for");
        }
    }

    private FutureTask<InetAddress[]> begin(String host) {
        FutureTask<InetAddress[]> lookup = new FutureTask<>(() -> {
            try {
                return resolver.resolve(host);
            } finally {
                underWay.remove(host);
            }
        });
        THREADS.execute(lookup);
        return lookup;
    }
}
