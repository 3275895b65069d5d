/**
 * Protocols that clients speak to us.
 */
@NullMarked
package io.quartermaster.gateway.inbound;

import org.jspecify.annotations.NullMarked;
