@NullMarked
package io.quartermaster.usage.spool;

import org.jspecify.annotations.NullMarked;
