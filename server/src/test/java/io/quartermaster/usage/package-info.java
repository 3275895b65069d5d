/** Tests of the ledger. */
@NullMarked
package io.quartermaster.usage;

import org.jspecify.annotations.NullMarked;
