package io.quartermaster.architecture.bad.gateway.upstream;

import io.quartermaster.architecture.bad.gateway.inbound.SeesUpstream;

/** A protocol of upstreams that knows one of clients. */
public final class SeesInbound {
    public int look(SeesUpstream inbound) {
        return inbound.hashCode();
    }
}
