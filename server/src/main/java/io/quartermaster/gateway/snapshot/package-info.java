/**
 * What the gateway holds in memory of each tenant, how it stays coherent with the version tables, and which model and provider
 * a call gets from it.
 */
@NullMarked
package io.quartermaster.gateway.snapshot;

import org.jspecify.annotations.NullMarked;
