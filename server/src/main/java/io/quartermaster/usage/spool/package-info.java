/**
 * The crash-proof spool in front of the ledger: what a call uses is in a local file before the call is forwarded and again before its
 * last byte goes out, and stays there until the database has it. One process for each folder; see docs/adr/0010-ledger-spool.md.
 */
@NullMarked
package io.quartermaster.usage.spool;

import org.jspecify.annotations.NullMarked;
