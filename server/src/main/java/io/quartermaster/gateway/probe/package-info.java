/**
 * Tries out a tenant's provider: whether it can be reached, takes the credential and lists its models. Blocking, for the admin API; no
 * transaction is open while the network is waited for, and of what a provider says only names of models are repeated.
 */
@NullMarked
package io.quartermaster.gateway.probe;

import org.jspecify.annotations.NullMarked;
