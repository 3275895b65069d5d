/** Breaks the rules on purpose: see ArchitectureTest. */
@NullMarked
package io.quartermaster.architecture.bad.platform.json;

import org.jspecify.annotations.NullMarked;
