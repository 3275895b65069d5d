/** Breaks the rules on purpose: see ArchitectureTest. */
@NullMarked
package io.quartermaster.architecture.bad.model;

import org.jspecify.annotations.NullMarked;
