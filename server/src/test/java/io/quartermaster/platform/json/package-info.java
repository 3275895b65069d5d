@NullMarked
package io.quartermaster.platform.json;

import org.jspecify.annotations.NullMarked;
