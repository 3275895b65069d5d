/** Tests of the door to PostgreSQL, on a real one. */
@NullMarked
package io.quartermaster.platform.db;

import org.jspecify.annotations.NullMarked;
