/**
 * Who may do what: callers, roles, permissions and the one table that joins them.
 */
@NullMarked
package io.quartermaster.access;

import org.jspecify.annotations.NullMarked;
