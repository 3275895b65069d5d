/** The commands, and {@link io.quartermaster.Wiring}: the composition root, the only class that sees every room. */
@NullMarked
package io.quartermaster;

import org.jspecify.annotations.NullMarked;
