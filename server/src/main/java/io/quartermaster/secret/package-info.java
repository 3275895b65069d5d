/**
 * Envelope encryption: a master key wraps per-tenant data keys, which seal columns with their place as associated data.
 */
@NullMarked
package io.quartermaster.secret;

import org.jspecify.annotations.NullMarked;
