/** What OpenTelemetry is told of calls, in the words of its conventions for generative AI: never what was said, and no key. */
@NullMarked
package io.quartermaster.gateway.trace;

import org.jspecify.annotations.NullMarked;
