/** Tests of the audit trail against a real database, without a server around them. */
@NullMarked
package io.quartermaster.audit;

import org.jspecify.annotations.NullMarked;
