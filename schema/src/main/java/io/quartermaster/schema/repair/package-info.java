/**
 * Adding a unique constraint to a table that is being used and already holds duplicates. Of those that are the same the first by a
 * stated order is kept; the others go to {@code archive.duplicates}, which only the owner sees, and nothing is lost.
 */
@NullMarked
package io.quartermaster.schema.repair;

import org.jspecify.annotations.NullMarked;
