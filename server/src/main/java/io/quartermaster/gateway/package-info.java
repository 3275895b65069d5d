/**
 * The data plane: authenticate, resolve, forward, stream. Event-loop style; a warm call touches no database.
 */
@NullMarked
package io.quartermaster.gateway;

import org.jspecify.annotations.NullMarked;
