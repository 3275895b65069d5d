/** Tests of envelope encryption. */
@NullMarked
package io.quartermaster.secret;

import org.jspecify.annotations.NullMarked;
