/**
 * Append-only record of control-plane changes; owns {@code audit_events}, {@code audit_heads} and
 * the deployment's {@code deployment_audit_events} and {@code deployment_audit_heads}. A change without an event is not committed.
 */
@NullMarked
package io.quartermaster.audit;

import org.jspecify.annotations.NullMarked;
