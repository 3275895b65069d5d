/** Tests of reading declared files. */
@NullMarked
package io.quartermaster.declared;

import org.jspecify.annotations.NullMarked;
