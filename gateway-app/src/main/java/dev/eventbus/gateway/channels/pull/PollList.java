package dev.eventbus.gateway.channels.pull;

import dev.eventbus.EventBusException;
import dev.eventbus.gateway.channels.Channel;
import dev.eventbus.gateway.channels.Source;
import dev.eventbus.gateway.channels.intake.Incoming;
import dev.eventbus.gateway.channels.intake.ReceivedBody;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.webhook.Fetched;
import dev.eventbus.webhook.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for new items in a list. Each is published before it is written down as published, and the validators of the list
 * are kept only when all of its items are: whatever is cut off in between is found again, and published under the same id.
 */
final class PollList implements Pull {
    private static final int MAX_BODY = 1 << 20;
    private static final Duration BODY_PATIENCE = Duration.ofSeconds(30);
    private static final Duration MOST_WAIT = Duration.ofMinutes(15);
    private static final Duration MOST_RETRY_AFTER = Duration.ofHours(1);

    /** So many at a time; the rest follows after the interval. */
    private static final int MOST_PAGES = 100;

    /** So many are written down at a time. */
    private static final int BATCH = 100;

    private final Channel channel;
    private final Tools tools;
    private final ItemList list;
    private int failures;

    PollList(Channel channel, Tools tools) {
        this.channel = channel;
        this.tools = tools;
        this.list = new ItemList(channel.source());
    }

    @Override
    public Duration once(Lease lease) throws InterruptedException {
        try {
            Duration asked = poll(lease);
            return asked.isZero() ? succeeded() : failed("The server asked to come back later.", asked);
        } catch (EventBusException | IllegalArgumentException e) {
            return failed("The list could not be fetched: " + e.getMessage() + ".", Duration.ZERO);
        } catch (ProblemException e) {
            return wait(Duration.ZERO);
        }
    }

    private Duration succeeded() {
        failures = 0;
        return tools.waits().about(channel.source().interval());
    }

    private Duration failed(String reason, Duration atLeast) {
        tools.intake().failed(channel, reason);
        return wait(atLeast);
    }

    private Duration wait(Duration atLeast) {
        failures++;
        Duration interval = channel.source().interval();
        Duration most = interval.compareTo(MOST_WAIT) > 0 ? interval : MOST_WAIT;
        Duration wait = tools.waits().after(failures, interval.multipliedBy(2), most.multipliedBy(2));
        return wait.compareTo(atLeast) > 0 ? wait : atLeast;
    }

    /** Page after page; how long the server wants to be left alone, zero if it answered. */
    private Duration poll(Lease lease) throws InterruptedException {
        for (int page = 0; page < MOST_PAGES && lease.isHeld(); page++) {
            Place place = tools.progress().place(channel.id());
            Source source = channel.source();
            String url = Cursors.url(source.url(), source.cursor(), place.position());
            try (Fetched fetched = tools.fetch().open(channel, url, headers(place))) {
                int status = fetched.status();
                if (status == 429 || status == 503) {
                    Duration asked = RetryAfter.delay(fetched.header("Retry-After"), Instant.now(), MOST_RETRY_AFTER);
                    return asked.isZero() ? source.interval() : asked;
                }
                if (status == 304 || !goesOn(lease, place, fetched)) {
                    return Duration.ZERO;
                }
            }
        }
        return Duration.ZERO;
    }

    /** Publishes what the answer lists and keeps the place; says whether there is more to ask for at once. */
    private boolean goesOn(Lease lease, Place place, Fetched fetched) throws InterruptedException {
        int status = fetched.status();
        if (status != 200) {
            boolean isRedirect = status >= 300 && status < 400;
            throw new IllegalArgumentException("it answered " + status
                    + (isRedirect ? "; redirects are not followed, register the address it leads to" : ""));
        }
        byte[] document = fetched.all(MAX_BODY, BODY_PATIENCE);
        List<Item> items = list.of(document);
        if (!publishNew(lease, items)) {
            return false;
        }
        String next = Cursors.next(channel.source().cursor(), document);
        if (next == null || next.equals(place.position())) {
            keep(lease, Place.ofList(place.position(), fetched.header("ETag"), fetched.header("Last-Modified")));
            return false;
        }
        keep(lease, Place.atCursor(next));
        return !items.isEmpty();
    }

    private void keep(Lease lease, Place place) {
        tools.progress().keep(lease, place);
        tools.progress().forgetUnlisted(channel.id());
    }

    private static Map<String, String> headers(Place place) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        if (place.etag() != null) {
            headers.put("If-None-Match", place.etag());
        }
        if (place.lastModified() != null) {
            headers.put("If-Modified-Since", place.lastModified());
        }
        return headers;
    }

    /** Says whether all of them are published and written down. */
    private boolean publishNew(Lease lease, List<Item> items) {
        List<String> deliveries = items.stream().map(Item::delivery).distinct().toList();
        Set<String> unseen = tools.progress().unseen(channel.id(), deliveries);
        List<String> done = new ArrayList<>();
        try {
            for (Item item : items) {
                if (!lease.isHeld()) {
                    return false;
                }
                if (unseen.remove(item.delivery())) {
                    publish(item);
                    done.add(item.delivery());
                }
                if (done.size() == BATCH && !written(lease, done)) {
                    return false;
                }
            }
        } catch (ProblemException e) {
            written(lease, done);
            throw e;
        }
        return written(lease, done) && tools.progress().see(lease, deliveries);
    }

    private boolean written(Lease lease, List<String> done) {
        boolean isWritten = done.isEmpty() || tools.progress().see(lease, done);
        done.clear();
        return isWritten;
    }

    private void publish(Item item) {
        Incoming incoming = new Incoming(
                item.delivery(), ReceivedBody.of(item.json(), "application/json"), null, List.of(), item.at());
        tools.intake().take(channel, incoming);
    }
}
