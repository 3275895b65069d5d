/** Holds what stores issued while the tests ran against the file of statements that the product carries, and writes that file. */
@NullMarked
package io.quartermaster.statements;

import org.jspecify.annotations.NullMarked;
