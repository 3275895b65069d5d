/** Tests of the rules of provider configs that need no server. */
@NullMarked
package io.quartermaster.provider;

import org.jspecify.annotations.NullMarked;
