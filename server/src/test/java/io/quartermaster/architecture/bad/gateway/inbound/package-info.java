/** Breaks the rules on purpose: see ArchitectureTest. */
@NullMarked
package io.quartermaster.architecture.bad.gateway.inbound;

import org.jspecify.annotations.NullMarked;
