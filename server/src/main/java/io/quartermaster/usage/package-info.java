/**
 * The ledger: one usage event per gateway call, written in batches out of the {@code spool}; owns {@code usage_events}, and
 * {@code usage_days}: their sums by day, which move in the same transaction by the events that it really inserted.
 */
@NullMarked
package io.quartermaster.usage;

import org.jspecify.annotations.NullMarked;
