/** Tests of the outgoing guard. */
@NullMarked
package io.quartermaster.gateway.outgoing;

import org.jspecify.annotations.NullMarked;
