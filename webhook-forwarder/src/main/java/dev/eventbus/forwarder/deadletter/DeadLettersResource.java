package dev.eventbus.forwarder.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.eventbus.forwarder.admin.Problem;
import dev.eventbus.forwarder.admin.ProblemException;
import dev.eventbus.nats.DeadLetterShelf;
import dev.eventbus.nats.LetterPage;
import dev.eventbus.webhook.RateLimit;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Dead letters over HTTP: list, look, replay, delete. */
@Path("/admin/dead-letters")
public final class DeadLettersResource {
    private static final Set<String> LIST = Set.of("subscription", "subject", "class", "from", "to", "limit", "cursor");

    private final DeadLetterDesk desk;

    DeadLettersResource(DeadLetterDesk desk) {
        this.desk = desk;
    }

    /** A page; {@code nextCursor} is missing on the last one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<LetterView> items, @Nullable String nextCursor) {}

    @GET
    public Page list(@Context UriInfo uri) {
        LetterArguments arguments = query(uri);
        LetterPage page = desk.shelf().list(arguments.filter(), arguments.limit(), arguments.cursor());
        return new Page(
                page.letters().stream().map(LetterView::of).toList(),
                page.hasNext() ? Long.toString(page.next()) : null);
    }

    private static LetterArguments query(UriInfo uri) {
        Map<String, String> given = new HashMap<>();
        uri.getQueryParameters().forEach((name, values) -> {
            if (values.size() > 1) {
                throw LetterArguments.misfit(name, "must be given once, was given " + values.size() + " times");
            }
            given.put(name, values.getFirst());
        });
        return LetterArguments.of(given, LIST);
    }

    @GET
    @Path("/{sequence}")
    public BodyView get(@PathParam("sequence") String sequence) {
        long place = sequence(sequence);
        return BodyView.of(desk.shelf().get(place).orElseThrow(() -> DeadLetterDesk.notFound(place)));
    }

    @DELETE
    @Path("/{sequence}")
    public void delete(@PathParam("sequence") String sequence) {
        long place = sequence(sequence);
        if (!desk.shelf().delete(place)) {
            throw DeadLetterDesk.notFound(place);
        }
    }

    /** What came of one. */
    record One(long sequence, String outcome, boolean deleted) {}

    @POST
    @Path("/{sequence}/replay")
    public One replay(@PathParam("sequence") String sequence) {
        long place = sequence(sequence);
        Replayed replayed = desk.replay(place);
        return switch (replayed) {
            case Replayed.Delivered delivered -> new One(place, replayed.describe(), delivered.deleted());
            case Replayed.Gone gone -> throw DeadLetterDesk.notFound(place);
            case Replayed.Bodiless bodiless -> throw failed(409, "BODY_GONE", replayed);
            case Replayed.Failed failed -> throw failed(502, "REPLAY_FAILED", replayed);
        };
    }

    private static ProblemException failed(int status, String code, Replayed replayed) {
        return new ProblemException(
                Problem.of(status, code, "The letter was not delivered and stays: " + replayed.describe() + "."));
    }

    /** Which letters, said here or in a {@code filter} of its own, and how fast. */
    record Request(
            @Nullable String subscription,
            @Nullable String subject,
            @JsonProperty("class") @Nullable String kind,
            @Nullable String from,
            @Nullable String to,
            @Nullable Map<String, String> filter,
            @Nullable Boolean dryRun,
            @Nullable String rate) {
        LetterArguments arguments() {
            Map<String, String> given = new HashMap<>();
            given.put("subscription", subscription);
            given.put("subject", subject);
            given.put("class", kind);
            given.put("from", from);
            given.put("to", to);
            given.values().removeIf(Objects::isNull);
            if (filter != null) {
                merge(given, filter);
            }
            LetterArguments arguments = LetterArguments.of(given, LetterArguments.FILTER);
            if (rate != null) {
                given.put("rate", rate);
            }
            return arguments;
        }

        private static void merge(Map<String, String> given, Map<String, String> filter) {
            filter.forEach((name, value) -> {
                if (value == null || given.putIfAbsent(name, value) != null) {
                    throw LetterArguments.misfit("filter." + name, "must be text, and given once");
                }
            });
        }
    }

    /** How many a replay would be of. */
    record Matched(long matched, boolean dryRun) {}

    @POST
    @Path("/replay")
    public Response replay(@Nullable Request request) {
        LetterArguments arguments = request == null ? new LetterArguments(Map.of()) : request.arguments();
        RateLimit rate = arguments.rate();
        if (request != null && Boolean.TRUE.equals(request.dryRun)) {
            DeadLetterShelf shelf = desk.shelf();
            long matched = shelf.count(arguments.filter(), shelf.lastSequence());
            return Response.ok(new Matched(matched, true)).build();
        }
        return Response.accepted(desk.start(new BulkReplay.Order(arguments.narrowFilter(), rate)))
                .build();
    }

    @GET
    @Path("/replay")
    public Progress progress() {
        return newest().progress();
    }

    /** Tries no further letter; answers before those in flight have ended. */
    @DELETE
    @Path("/replay")
    public Response stop() {
        BulkReplay replay = newest();
        replay.stop("somebody stopped it");
        return Response.accepted(replay.progress()).build();
    }

    @GET
    @Path("/replays/{id}")
    public Progress progress(@PathParam("id") String id) {
        Progress newest = newest().progress();
        if (!newest.id().equals(id)) {
            throw new ProblemException(Problem.notFound(
                    "There is no replay of that id; only the one that began last is remembered: " + newest.id() + "."));
        }
        return newest;
    }

    private BulkReplay newest() {
        return desk.newest()
                .orElseThrow(() -> new ProblemException(
                        Problem.notFound("No replay of many has been started since this process was.")));
    }

    private static long sequence(String text) {
        return LetterArguments.read("sequence", text, LetterArguments::sequence);
    }
}
