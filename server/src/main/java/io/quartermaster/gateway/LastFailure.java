package io.quartermaster.gateway;

import java.time.Instant;

/**
 * A provider's failure as an operator is told of it.
 *
 * @param status of its answer, or of ours where it gave none
 */
public record LastFailure(Instant at, FailureKind kind, int status) {}
