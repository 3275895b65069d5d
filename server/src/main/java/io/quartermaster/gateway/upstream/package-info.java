/**
 * Protocols that we speak to providers.
 */
@NullMarked
package io.quartermaster.gateway.upstream;

import org.jspecify.annotations.NullMarked;
