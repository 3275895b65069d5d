@NullMarked
package io.quartermaster.platform.telemetry;

import org.jspecify.annotations.NullMarked;
