package dev.eventbus.gateway.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.eventbus.gateway.database.DatabaseException;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.json.Json;
import dev.eventbus.nats.NatsSignals;
import dev.eventbus.nats.Signal;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells other processes who belongs to a workspace, and how to write to them: {@code {"workspaceId","userIds":[…]}} or
 * {@code {"workspaceId","roles","after","limit"}} is answered by {@code {"items":[{"userId","email","role"}],"next"}}.
 * A question that cannot be answered now stays without an answer, so that whoever asks does not take it for "nobody".
 */
@ApplicationScoped
class MembersOnDemand {
    private static final String CHANNEL = "gateway.members";
    private static final Logger LOG = Logger.getLogger(MembersOnDemand.class);
    private static final int AT_ONCE = 16;

    private static final String ABOUT_USERS = "select u.id, u.email, coalesce(m.role, u.role) from gateway.app_user u"
            + " left join gateway.membership m on m.user_id = u.id and m.workspace_id = ?"
            + " where u.id = any (?) and coalesce(m.role, u.role) is not null order by u.id";
    private static final String PAGE = "select u.id, u.email, m.role from gateway.membership m"
            + " join gateway.app_user u on u.id = m.user_id"
            + " where m.workspace_id = ? and m.role = any (?) and m.user_id > ? order by m.user_id limit ?";

    private final Semaphore room = new Semaphore(AT_ONCE);
    private final NatsSignals signals;
    private final Jdbc jdbc;

    MembersOnDemand(NatsSignals signals, Jdbc jdbc) {
        this.signals = signals;
        this.jdbc = jdbc;
    }

    /** Somebody who may use the workspace. */
    record Person(String userId, String email, String role) {}

    /** An answer; behind {@code next} there is more. */
    @JsonInclude
    record People(List<Person> items, @Nullable String next) {}

    void start(@Observes StartupEvent started) {
        signals.listen(CHANNEL, this::asked);
    }

    private void asked(Signal signal) {
        if (room.tryAcquire()) {
            Thread.ofVirtual().name("members-on-demand").start(() -> {
                try {
                    signal.reply(Json.write(people(MembersQuestion.read(signal.body()))));
                } catch (DatabaseException | IllegalArgumentException e) {
                    LOG.debugf("A question about members was not answered. reason=%s", e.getMessage());
                } finally {
                    room.release();
                }
            });
        }
    }

    private People people(MembersQuestion question) {
        if (question.isAboutUsers()) {
            return new People(rows(ABOUT_USERS, List.of(question.workspaceId(), texts(question.userIds()))), null);
        }
        List<Person> page = rows(
                PAGE, List.of(question.workspaceId(), texts(question.roles()), question.after(), question.limit() + 1));
        boolean isMore = page.size() > question.limit();
        List<Person> items = isMore ? page.subList(0, question.limit()) : page;
        return new People(items, isMore ? items.getLast().userId() : null);
    }

    private static String[] texts(List<String> texts) {
        return texts.toArray(String[]::new);
    }

    private List<Person> rows(String sql, List<?> parameters) {
        return jdbc.query(sql, parameters, row -> new Person(row.getString(1), row.getString(2), row.getString(3)));
    }
}
