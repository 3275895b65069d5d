/** Tests of the wire formats. */
@NullMarked
package io.quartermaster.protocol;

import org.jspecify.annotations.NullMarked;
