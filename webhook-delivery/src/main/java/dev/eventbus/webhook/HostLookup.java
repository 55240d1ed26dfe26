package dev.eventbus.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds the addresses of a host name, within a time limit that the JDK's own look-up lacks. */
final class HostLookup {
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final Resolver resolver;

    HostLookup(Resolver resolver) {
        this.resolver = resolver;
    }

    /** @throws UnknownHostException also when there was no answer in time */
    List<InetAddress> addresses(WebhookUrl url, Duration limit) throws UnknownHostException, InterruptedException {
        if (url.isIpLiteral()) {
            return List.of(InetAddress.getByName(url.host()));
        }
        FutureTask<InetAddress[]> lookup = new FutureTask<>(() -> resolver.resolve(url.host()));
        Thread.ofVirtual().name("webhook-lookup").start(lookup);
        try {
            return List.of(lookup.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            throw new UnknownHostException("no answer for host " + url.host() + " within " + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new UnknownHostException("host " + url.host() + " has no address");
        }
    }
}
