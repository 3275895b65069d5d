package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Step;
import io.quartermaster.platform.TenantId;

/** The circuits of a call's tenant, as the call uses them. */
record CallCircuits(Circuits circuits, AttemptRequest requests, TenantId tenant) {

    boolean tryEnter(Step step) {
        return circuits.tryEnter(tenant, step.attempt());
    }

    void succeeded(Step step) {
        circuits.succeeded(tenant, step.attempt());
    }

    /** Of a deadline that only the request has set they hear nothing: who waits for a millisecond has no word on the provider. */
    void failed(Failure failure) {
        if (failure instanceof Failure.Unanswered(Step step, UpstreamFault fault)
                && fault.deadline()
                        .filter(part -> requests.shortened(step, part))
                        .isPresent()) {
            circuits.untold(tenant, step.attempt());
        } else {
            circuits.failed(tenant, failure);
        }
    }
}
