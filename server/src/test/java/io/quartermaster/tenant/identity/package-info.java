/** Tests of the room's parts. */
@NullMarked
package io.quartermaster.tenant.identity;

import org.jspecify.annotations.NullMarked;
