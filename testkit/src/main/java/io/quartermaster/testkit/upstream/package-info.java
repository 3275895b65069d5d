/**
 * A model provider on loopback that speaks the OpenAI protocol, records what it is asked and fails as it is told.
 *
 * <p>{@link io.quartermaster.testkit.upstream.FakeUpstream} performs one {@link
 * io.quartermaster.testkit.upstream.Script} per request. It is written over bare sockets, so that a script decides
 * about each write, chunk, reset and silence.
 */
@NullMarked
package io.quartermaster.testkit.upstream;

import org.jspecify.annotations.NullMarked;
