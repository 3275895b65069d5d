@NullMarked
package io.quartermaster.usage.limit;

import org.jspecify.annotations.NullMarked;
