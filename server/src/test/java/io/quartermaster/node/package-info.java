@NullMarked
package io.quartermaster.node;

import org.jspecify.annotations.NullMarked;
