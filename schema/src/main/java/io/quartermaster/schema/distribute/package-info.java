/**
 * Spreading the tables over a Citus cluster: which table lies where, foreign keys off, tables placed, foreign keys on again. Done in steps
 * that may end anywhere and be begun again; what was taken off is written down in the database until it is back.
 */
@NullMarked
package io.quartermaster.schema.distribute;

import org.jspecify.annotations.NullMarked;
