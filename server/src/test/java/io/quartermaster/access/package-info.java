/** Tests of who may do what. */
@NullMarked
package io.quartermaster.access;

import org.jspecify.annotations.NullMarked;
