/**
 * What tests of every module share: racing tasks, awaiting conditions, a clock that is set by hand, canary secrets.
 *
 * <p>Fakes stand at an edge only (an upstream, a hostile client); inside the product tests run on the real parts.
 */
@NullMarked
package io.quartermaster.testkit;

import org.jspecify.annotations.NullMarked;
