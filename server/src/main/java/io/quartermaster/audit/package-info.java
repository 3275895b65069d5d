/**
 * Append-only record of control-plane changes; owns {@code audit_events}. A change without an event is not committed.
 */
@NullMarked
package io.quartermaster.audit;

import org.jspecify.annotations.NullMarked;
