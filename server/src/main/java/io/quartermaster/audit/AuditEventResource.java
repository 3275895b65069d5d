package io.quartermaster.audit;

import io.quartermaster.access.Caller;
import io.quartermaster.access.DeploymentCaller;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Reply;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Function;

/** The HTTP of the audit trail. */
public final class AuditEventResource {

    private final Audit audit;
    private final Function<Call, TenantCaller> callers;

    /** @param callers finds the tenant that the path names; that knowledge lives to the right of this room */
    public AuditEventResource(Audit audit, Function<Call, TenantCaller> callers) {
        this.audit = audit;
        this.callers = callers;
    }

    public void bind(Operations operations) {
        operations.on("listAuditEvents", this::list).on("listDeploymentAuditEvents", this::listOfDeployment);
    }

    private Reply list(Call call) {
        return Reply.page(audit.list(callers.apply(call), filter(call), call.page()), event -> event);
    }

    private Reply listOfDeployment(Call call) {
        DeploymentCaller caller = new DeploymentCaller(call.principal(Caller.class), call.requestId());
        return Reply.page(audit.list(caller, filter(call), call.page()), event -> event);
    }

    private static AuditFilter filter(Call call) {
        return new AuditFilter(
                call.query("action"),
                call.query("subject_kind"),
                call.query("subject_id"),
                call.query("actor"),
                time(call, "from"),
                time(call, "to"));
    }

    private static Optional<Instant> time(Call call, String name) {
        return call.query(name).map(text -> OffsetDateTime.parse(text).toInstant());
    }
}
