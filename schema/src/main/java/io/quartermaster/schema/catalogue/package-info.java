/**
 * A schema as PostgreSQL's own catalogue tells it: every object with its properties in PostgreSQL's canonical spelling, so that two
 * schemas on one server can be compared word by word.
 */
@NullMarked
package io.quartermaster.schema.catalogue;

import org.jspecify.annotations.NullMarked;
