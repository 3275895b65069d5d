/**
 * Limits: requests and tokens a minute. Owns {@code rate_limits} and {@code node_lives}. A node enforces its share, which is the limit
 * divided by the number of nodes that live.
 */
@NullMarked
package io.quartermaster.usage.limit;

import org.jspecify.annotations.NullMarked;
