/**
 * Budgets: money over a window. Owns {@code budgets} and {@code budget_leases}. What a call may cost at most is reserved before it is
 * forwarded, from what this node has leased of the budget; the ledger's own transaction takes what it did cost off the lease. So what is
 * spent, what is leased and what is left always make up the limit, whatever crashes (docs/adr/0009).
 */
@NullMarked
package io.quartermaster.usage.budget;

import org.jspecify.annotations.NullMarked;
