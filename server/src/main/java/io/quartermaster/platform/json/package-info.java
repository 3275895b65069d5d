/**
 * JSON of the control plane: one mapper, strict on input.
 */
@NullMarked
package io.quartermaster.platform.json;

import org.jspecify.annotations.NullMarked;
