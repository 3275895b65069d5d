/**
 * What every room stands on: ids, time, configuration, HTTP, database, JSON, telemetry. Knows no room.
 */
@NullMarked
package io.quartermaster.platform;

import org.jspecify.annotations.NullMarked;
