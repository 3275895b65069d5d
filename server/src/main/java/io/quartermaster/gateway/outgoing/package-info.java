/**
 * Where calls may go: the guard against addresses that are not public, and the addresses of hosts.
 */
@NullMarked
package io.quartermaster.gateway.outgoing;

import org.jspecify.annotations.NullMarked;
