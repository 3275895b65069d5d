/**
 * What the code takes the schema for: the statements its stores issue, and its generated tables. Both are held against the
 * catalogue of a database, whose answers come out as {@link io.quartermaster.schema.drift.Finding}s.
 */
@NullMarked
package io.quartermaster.schema.code;

import org.jspecify.annotations.NullMarked;
