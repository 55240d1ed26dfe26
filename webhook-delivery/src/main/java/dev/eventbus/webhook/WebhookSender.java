package dev.eventbus.webhook;

import dev.eventbus.webhook.Outcome.Failure;
import dev.eventbus.webhook.Outcome.Unreachable;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/**
 * Makes one attempt to POST a body to an endpoint. Thread safe; {@link #send} blocks and is meant for virtual threads.
 *
 * <p>The way of an attempt: look up the host, let the guard check every address, connect to a checked address (Host and
 * SNI stay the name), POST, read the answer. The endpoint's timeout covers all of it. Redirects are not followed. It
 * keeps no state between attempts but its connections.
 */
public final class WebhookSender implements AutoCloseable {
    /** How much of an answer's body is read; the connection is closed when there is more. */
    public static final int MAX_KEPT_BYTES = 16 * 1024;

    private static final int MAX_ADDRESSES = 3;
    private static final int MAX_STALE_CONNECTIONS = 3;

    private final SenderSettings settings;
    private final HostLookup lookup;
    private final OneLoopClient client;

    private WebhookSender(SenderSettings settings, HostLookup lookup, OneLoopClient client) {
        this.settings = settings;
        this.lookup = lookup;
        this.client = client;
    }

    /** A sender with connections of its own; the Vert.x instance stays the caller's. */
    public static WebhookSender create(Vertx vertx, SenderSettings settings) {
        return create(vertx, settings, new HostLookup(InetAddress::getAllByName));
    }

    static WebhookSender create(Vertx vertx, SenderSettings settings, HostLookup lookup) {
        return create(vertx, settings, lookup, options(settings));
    }

    static WebhookSender create(Vertx vertx, SenderSettings settings, HostLookup lookup, HttpClientOptions options) {
        PoolOptions pool = new PoolOptions()
                .setHttp1MaxSize(settings.maxConnections())
                .setMaxWaitQueueSize(2 * settings.maxConnections());
        return new WebhookSender(settings, lookup, OneLoopClient.create(vertx, options, pool));
    }

    static HttpClientOptions options(SenderSettings settings) {
        return new HttpClientOptions()
                .setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()))
                .setKeepAlive(true)
                .setKeepAliveTimeout(Math.toIntExact(SenderSettings.KEEP_ALIVE.toSeconds()))
                .setPipelining(false)
                .setDecompressionSupported(false)
                .setSslEngineOptions(new TimedTls())
                .setVerifyHost(true);
    }

    /** Blocks until the outcome is known, at most for the endpoint's timeout. Never throws for what the network does. */
    public Outcome send(Endpoint endpoint, Content content) {
        return attempt(endpoint, content).outcome();
    }

    /** Like {@link #send}, and tells where the time went. */
    public Attempt attempt(Endpoint endpoint, Content content) {
        Phases phases = new Phases();
        Outcome outcome = attempt(endpoint, content, phases);
        return new Attempt(outcome, phases.end());
    }

    private Outcome attempt(Endpoint endpoint, Content content, Phases phases) {
        Deadline deadline = Deadline.in(endpoint.timeout());
        try {
            List<InetAddress> addresses = addresses(endpoint.url(), deadline, phases);
            settings.guard().check(endpoint.url(), addresses);
            return sendToOneOf(addresses, new Request(endpoint, content, deadline, phases));
        } catch (UnknownHostException e) {
            return new Unreachable(Failure.RESOLVE, String.valueOf(e.getMessage()));
        } catch (ForbiddenAddressException e) {
            return new Unreachable(Failure.POLICY, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unreachable(Failure.BUSY, "interrupted before the answer was complete");
        }
    }

    private List<InetAddress> addresses(WebhookUrl url, Deadline deadline, Phases phases)
            throws UnknownHostException, InterruptedException {
        List<InetAddress> addresses = lookup.addresses(url, deadline.atMost(settings.connectTimeout()));
        if (!url.isIpLiteral()) {
            phases.foundAddresses();
        }
        return addresses;
    }

    private record Request(Endpoint endpoint, Content content, Deadline deadline, Phases phases) {}

    /** The next address is tried only when nothing was sent to the one before. */
    private Outcome sendToOneOf(List<InetAddress> addresses, Request request) throws InterruptedException {
        Outcome outcome = new Unreachable(Failure.RESOLVE, "host has no address");
        for (InetAddress address : addresses.subList(0, Math.min(MAX_ADDRESSES, addresses.size()))) {
            outcome = sendTo(address, request);
            boolean nothingSent = outcome instanceof Unreachable gone && gone.failure() == Failure.CONNECT;
            if (!nothingSent || request.deadline().hasPassed()) {
                return outcome;
            }
        }
        return outcome;
    }

    /**
     * A server may close an idle connection just as the next request goes out on it. That says nothing about the
     * endpoint, so it costs no attempt: the request goes out again, on another connection. Strictly the server may have
     * seen it; receivers know a repetition by its id, and another attempt would repeat it as well.
     */
    private Outcome sendTo(InetAddress address, Request request) throws InterruptedException {
        for (int spare = MAX_STALE_CONNECTIONS; ; spare--) {
            Exchange exchange = new Exchange(request.endpoint().timeout(), request.deadline(), request.phases());
            Outcome outcome = exchange.start(
                            client, options(request, address), request.content().bytes())
                    .await();
            if (spare == 0
                    || !exchange.metAStaleConnection()
                    || request.deadline().hasPassed()) {
                return outcome;
            }
        }
    }

    private RequestOptions options(Request request, InetAddress address) {
        Endpoint endpoint = request.endpoint();
        Content content = request.content();
        WebhookUrl url = endpoint.url();
        // Also how long it waits for a free connection: not beyond the deadline, or a caller who has gone keeps a
        // place in the queue. A millisecond more, so that the deadline is what is reported.
        long connectMillis =
                request.deadline().atMost(settings.connectTimeout()).toMillis() + 1;
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(url.port(), address.getHostAddress()))
                .setHost(url.hostInUrl())
                .setPort(url.port())
                .setSsl(url.tls())
                .setURI(url.path())
                .setFollowRedirects(false)
                .setConnectTimeout(connectMillis)
                .putHeader("Content-Type", content.type())
                .putHeader("User-Agent", settings.userAgent())
                .putHeader("Accept-Encoding", "identity");
        content.headers().forEach((name, value) -> options.getHeaders().set(name, value));
        endpoint.headers().forEach((name, value) -> options.getHeaders().set(name, value));
        return options;
    }

    /** Closes the connections, those in use included. */
    @Override
    public void close() {
        client.close();
    }

    /** A point in time by the monotonic clock. */
    record Deadline(long nanoTime) {
        static Deadline in(Duration duration) {
            return new Deadline(System.nanoTime() + duration.toNanos());
        }

        long remainingNanos() {
            return Math.max(0, nanoTime - System.nanoTime());
        }

        boolean hasPassed() {
            return remainingNanos() == 0;
        }

        Duration atMost(Duration limit) {
            return Duration.ofNanos(Math.min(limit.toNanos(), remainingNanos()));
        }
    }
}
