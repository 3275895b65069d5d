@NullMarked
package io.quartermaster.usage.budget;

import org.jspecify.annotations.NullMarked;
