/**
 * HTTP/1.1 by hand, over a bare socket: for input and output that no well-behaved library would send or accept.
 */
@NullMarked
package io.quartermaster.testkit.http;

import org.jspecify.annotations.NullMarked;
