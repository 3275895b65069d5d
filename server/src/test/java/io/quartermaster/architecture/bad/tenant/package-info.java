/** Breaks the rules on purpose: see ArchitectureTest. */
@NullMarked
package io.quartermaster.architecture.bad.tenant;

import org.jspecify.annotations.NullMarked;
