package io.quartermaster.model;

import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Reply;
import io.quartermaster.tenant.TenantCallers;

/** The HTTP of what a caller may use. */
public final class AvailableModelResource {

    private final AvailableModels available;
    private final TenantCallers callers;

    public AvailableModelResource(AvailableModels available, TenantCallers callers) {
        this.available = available;
        this.callers = callers;
    }

    public void bind(Operations operations) {
        operations.on("listAvailableModels", this::list);
    }

    private Reply list(Call call) {
        return Reply.ok(available.list(callers.of(call)));
    }
}
