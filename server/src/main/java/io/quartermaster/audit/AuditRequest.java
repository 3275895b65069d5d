package io.quartermaster.audit;

import com.google.crypto.tink.util.Bytes;

/**
 * A create that a client may send again: its {@code Idempotency-Key}, and a code of what was asked for.
 *
 * @param code of operation, path and body; not a bare hash, because a body may hold a secret
 */
record AuditRequest(String idempotencyKey, Bytes code) {}
