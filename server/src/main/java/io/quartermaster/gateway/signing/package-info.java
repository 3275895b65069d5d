/**
 * What calls to clouds are signed with: signatures made for each call, and credentials that are fetched, away from event loops, before
 * they are too old.
 */
@NullMarked
package io.quartermaster.gateway.signing;

import org.jspecify.annotations.NullMarked;
