package dev.eventbus.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/** Tells whoever registers a URL at once what each delivery would be told. Safe for use by many threads. */
public final class UrlCheck {
    private final UrlGuard guard;
    private final HostLookup lookup;

    private UrlCheck(UrlGuard guard, HostLookup lookup) {
        this.guard = guard;
        this.lookup = lookup;
    }

    public static UrlCheck by(UrlGuard guard) {
        return by(guard, new HostLookup(InetAddress::getAllByName));
    }

    static UrlCheck by(UrlGuard guard, HostLookup lookup) {
        return new UrlCheck(guard, lookup);
    }

    /**
     * Passes if the host leads to allowed addresses, or to none at the moment: the guard is asked for every delivery
     * anyway. Blocks.
     *
     * @param limit how long the look-up may take; without an answer in time the URL passes
     * @throws ForbiddenAddressException in words fit for the person who registers the URL
     */
    public void check(WebhookUrl url, Duration limit) throws InterruptedException {
        List<InetAddress> addresses;
        try {
            addresses = lookup.addresses(url, limit);
        } catch (UnknownHostException e) {
            addresses = List.of();
        }
        guard.check(url, addresses);
    }
}
