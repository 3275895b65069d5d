package io.quartermaster.audit;

import io.quartermaster.access.TenantCaller;
import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Reply;
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
        operations.on("listAuditEvents", this::list);
    }

    private Reply list(Call call) {
        return Reply.page(audit.list(callers.apply(call), call.page()), event -> event);
    }
}
