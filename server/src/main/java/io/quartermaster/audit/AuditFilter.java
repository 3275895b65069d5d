package io.quartermaster.audit;

import java.time.Instant;
import java.util.Optional;

/** Which events are asked for; what is empty asks for all. {@code from} is included and {@code to} is not. */
record AuditFilter(
        Optional<String> action,
        Optional<String> subjectKind,
        Optional<String> subjectId,
        Optional<String> actor,
        Optional<Instant> from,
        Optional<Instant> to) {

    static final AuditFilter ALL = new AuditFilter(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    static AuditFilter between(Optional<Instant> from, Optional<Instant> to) {
        return new AuditFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), from, to);
    }
}
