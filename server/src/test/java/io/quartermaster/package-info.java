/** Whole servers under test: real PostgreSQL, real HTTP, in this process or in one of their own. */
@NullMarked
package io.quartermaster;

import org.jspecify.annotations.NullMarked;
