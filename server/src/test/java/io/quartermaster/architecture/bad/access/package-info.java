/** Breaks the rules on purpose: see ArchitectureTest. */
@NullMarked
package io.quartermaster.architecture.bad.access;

import org.jspecify.annotations.NullMarked;
