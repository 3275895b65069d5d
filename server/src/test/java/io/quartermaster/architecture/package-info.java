/** The map of the house as rules: who may see whom, who may see SQL and HTTP, and what things may be called. */
@NullMarked
package io.quartermaster.architecture;

import org.jspecify.annotations.NullMarked;
