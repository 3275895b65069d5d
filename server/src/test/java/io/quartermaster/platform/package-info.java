/** Tests of the types everything is made of. */
@NullMarked
package io.quartermaster.platform;

import org.jspecify.annotations.NullMarked;
