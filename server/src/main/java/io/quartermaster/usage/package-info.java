/**
 * The ledger: one usage event per gateway call, written in batches off the hot path; owns {@code usage_events}.
 */
@NullMarked
package io.quartermaster.usage;

import org.jspecify.annotations.NullMarked;
