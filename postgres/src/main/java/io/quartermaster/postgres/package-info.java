/**
 * The embedded PostgreSQL of a single-process deployment: unpack, create, supervise, stop.
 *
 * <p>Owns one folder: {@code cluster/} (the database), {@code superuser.password} (mode 0600), {@code postgres.log},
 * {@code socket/}, {@code lock} and, unless shared with others, {@code bin/}. Invariants: one server per folder, loopback only,
 * scram only, a cluster is either complete or absent, and no process outlives {@link
 * io.quartermaster.postgres.EmbeddedPostgres#close()}. A process that a killed JVM left behind is stopped by the next start.
 */
@NullMarked
package io.quartermaster.postgres;

import org.jspecify.annotations.NullMarked;
