/** Tests of the wire formats. */
@NullMarked
package io.quartermaster.protocol.translation;

import org.jspecify.annotations.NullMarked;
