/** Tests of snapshots and routing. */
@NullMarked
package io.quartermaster.gateway.snapshot;

import org.jspecify.annotations.NullMarked;
