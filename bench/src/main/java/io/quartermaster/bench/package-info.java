/**
 * Measures the gateway beside its peers: an upstream that answers at once, closed and open load, and the accounts of what
 * each process spent. {@code bin/bench} runs {@link io.quartermaster.bench.Bench} from source, on the jars of the server.
 */
@NullMarked
package io.quartermaster.bench;

import org.jspecify.annotations.NullMarked;
