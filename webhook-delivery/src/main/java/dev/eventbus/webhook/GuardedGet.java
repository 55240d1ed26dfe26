package dev.eventbus.webhook;

import dev.eventbus.webhook.WebhookSender.Deadline;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/**
 * Fetches URLs that somebody registered, with the care of {@link WebhookSender}: every address of the host is checked, the
 * connection goes to a checked one, redirects are not followed. Bodies are read part by part, so that a stream without end
 * can be read as well. Each fetch has a connection of its own. Thread safe; blocks, and is meant for virtual threads.
 */
public final class GuardedGet implements AutoCloseable {
    private static final int MAX_ADDRESSES = 3;

    private final SenderSettings settings;
    private final HostLookup lookup = new HostLookup(InetAddress::getAllByName);
    private final OneLoopClient client;

    private GuardedGet(SenderSettings settings, OneLoopClient client) {
        this.settings = settings;
        this.client = client;
    }

    /** The Vert.x instance stays the caller's. */
    public static GuardedGet create(Vertx vertx, SenderSettings settings) {
        PoolOptions pool = new PoolOptions()
                .setHttp1MaxSize(settings.maxConnections())
                .setMaxWaitQueueSize(settings.maxConnections());
        return new GuardedGet(
                settings,
                OneLoopClient.create(vertx, WebhookSender.options(settings).setKeepAlive(false), pool));
    }

    /**
     * Returns once the head of the answer is there, whatever its status; to be closed.
     *
     * @param endpoint its timeout is for all until then
     * @throws FetchException if there is no answer
     * @throws ForbiddenAddressException if the URL leads to where it may not
     */
    public Fetched open(Endpoint endpoint) throws InterruptedException {
        Deadline deadline = Deadline.in(endpoint.timeout());
        List<InetAddress> addresses = addresses(endpoint, deadline);
        settings.guard().check(endpoint.url(), addresses);
        Fetched fetched = new Fetched();
        for (InetAddress address : addresses.subList(0, Math.min(MAX_ADDRESSES, addresses.size()))) {
            fetched = new Fetched();
            fetched.start(client, options(endpoint, address, deadline));
            if (fetched.isConnected(deadline)) {
                break;
            }
        }
        return fetched.awaitHead(deadline, endpoint.timeout());
    }

    private List<InetAddress> addresses(Endpoint endpoint, Deadline deadline) throws InterruptedException {
        try {
            return lookup.addresses(endpoint.url(), deadline.atMost(settings.connectTimeout()));
        } catch (UnknownHostException e) {
            throw new FetchException(String.valueOf(e.getMessage()));
        }
    }

    private RequestOptions options(Endpoint endpoint, InetAddress address, Deadline deadline) {
        WebhookUrl url = endpoint.url();
        Duration connect = deadline.atMost(settings.connectTimeout());
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(url.port(), address.getHostAddress()))
                .setHost(url.hostInUrl())
                .setPort(url.port())
                .setSsl(url.tls())
                .setURI(url.path())
                .setFollowRedirects(false)
                .setConnectTimeout(connect.toMillis() + 1)
                .putHeader("User-Agent", settings.userAgent())
                .putHeader("Accept-Encoding", "identity");
        endpoint.headers().forEach((name, value) -> options.getHeaders().set(name, value));
        return options;
    }

    /** Closes the connections, those in use included. */
    @Override
    public void close() {
        client.close();
    }
}
