/**
 * What operators see of the nodes. Owns {@code nodes}: each node tells there every few seconds how it is, since much of that is in its
 * memory alone. Nothing that serves calls depends on it.
 */
@NullMarked
package io.quartermaster.node;

import org.jspecify.annotations.NullMarked;
