@NullMarked
package io.quartermaster.usage.retention;

import org.jspecify.annotations.NullMarked;
