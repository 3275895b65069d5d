@NullMarked
package io.quartermaster.console;

import org.jspecify.annotations.NullMarked;
