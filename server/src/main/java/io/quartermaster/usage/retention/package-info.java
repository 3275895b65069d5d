/**
 * Keeps the ledger in shape, with the owner role: its months are made ahead, and what tenants no longer keep of it goes. Sums by day are
 * never touched, and nothing goes that is not in them.
 */
@NullMarked
package io.quartermaster.usage.retention;

import org.jspecify.annotations.NullMarked;
