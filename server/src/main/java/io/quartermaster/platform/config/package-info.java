/**
 * Settings of the server, parsed and checked as a whole before anything starts.
 */
@NullMarked
package io.quartermaster.platform.config;

import org.jspecify.annotations.NullMarked;
