package io.quartermaster.audit;

import com.google.crypto.tink.util.Bytes;
import java.util.Optional;

/** An event at its place in a chain, with its code; an event from before the chain has neither. */
record ChainedEvent(AuditEvent event, Optional<AuditRequest> request, Optional<Link> link) {

    record Link(long seq, Bytes mac) {}
}
