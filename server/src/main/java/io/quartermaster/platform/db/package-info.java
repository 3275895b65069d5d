/**
 * The one door to PostgreSQL: permits, transactions, row level security, constraint names, query metrics.
 */
@NullMarked
package io.quartermaster.platform.db;

import org.jspecify.annotations.NullMarked;
