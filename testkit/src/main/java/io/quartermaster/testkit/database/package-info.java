/**
 * A real PostgreSQL for tests: one server a JVM, started at first use and stopped with the JVM, and a migrated database of
 * its own for whoever asks, copied from a template in a fraction of the time a migration takes.
 */
@NullMarked
package io.quartermaster.testkit.database;

import org.jspecify.annotations.NullMarked;
