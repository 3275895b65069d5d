/** Tests of settings. */
@NullMarked
package io.quartermaster.platform.config;

import org.jspecify.annotations.NullMarked;
