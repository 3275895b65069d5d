package io.quartermaster.gateway.signing;

import io.quartermaster.gateway.UpstreamFault;

/** There is nothing to sign a call with. */
public final class CannotSign extends Exception {

    private static final long serialVersionUID = 1;

    private final UpstreamFault fault;

    CannotSign(UpstreamFault fault, Throwable cause) {
        super(fault.code(), cause);
        this.fault = fault;
    }

    public UpstreamFault fault() {
        return fault;
    }
}
