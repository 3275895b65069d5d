package io.quartermaster.architecture.bad.gateway.inbound;

import io.quartermaster.architecture.bad.gateway.upstream.SeesInbound;

/** A protocol of clients that knows one of upstreams. */
public final class SeesUpstream {
    public int look(SeesInbound upstream) {
        return upstream.hashCode();
    }
}
