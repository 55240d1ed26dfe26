package dev.eventbus.gateway.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.eventbus.gateway.account.Membership;
import dev.eventbus.gateway.audit.AuditLog;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.query.Items;
import dev.eventbus.gateway.query.PageQuery;
import dev.eventbus.gateway.security.RequiresAdmin;
import dev.eventbus.gateway.security.RequiresWorkspace;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The audit log: of a workspace for its owners, of everything for administrators. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AuditResource {
    private final AuditLog log;

    AuditResource(AuditLog log) {
        this.log = log;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AuditLine(
            String id,
            String at,
            @Nullable String who,
            String credential,
            @Nullable String address,
            String action,
            @Nullable String workspaceId,
            @Nullable String target,
            String result,
            @Nullable String requestId) {
        static AuditLine of(AuditLog.Line line) {
            return new AuditLine(
                    "" + line.id(),
                    line.at().toString(),
                    line.who(),
                    line.credential(),
                    line.address(),
                    line.action(),
                    line.workspaceId(),
                    line.target(),
                    line.result(),
                    line.requestId());
        }
    }

    @GET
    @Path("/audit")
    @Authenticated
    @RequiresAdmin
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.INTEGER))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    public Items<AuditLine> all(@Context UriInfo address) {
        PageQuery page = PageQuery.parse(address.getQueryParameters());
        return shown(log.before(before(page), page.rows()), page);
    }

    @GET
    @Path("/workspaces/{ws}/audit")
    @Authenticated
    @RequiresWorkspace(Membership.Role.OWNER)
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.INTEGER))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    public Items<AuditLine> ofWorkspace(@PathParam("ws") String workspaceId, @Context UriInfo address) {
        PageQuery page = PageQuery.parse(address.getQueryParameters());
        return shown(log.before(workspaceId, before(page), page.rows()), page);
    }

    private static Items<AuditLine> shown(List<AuditLog.Line> lines, PageQuery page) {
        return Items.of(lines, page, line -> Long.toString(line.id())).map(AuditLine::of);
    }

    /** The log is numbered, and read downwards. */
    private static long before(PageQuery page) {
        if (page.after().isEmpty()) {
            return Long.MAX_VALUE;
        }
        if (!page.after().matches("[0-9]{1,18}")) {
            throw new ProblemException(Problem.invalid("cursor", "cursor must be the nextCursor of an earlier answer"));
        }
        return Long.parseLong(page.after());
    }
}
