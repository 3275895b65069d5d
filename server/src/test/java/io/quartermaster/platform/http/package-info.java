@NullMarked
package io.quartermaster.platform.http;

import org.jspecify.annotations.NullMarked;
