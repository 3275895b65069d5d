/** Tests of what calls to clouds are signed with. */
@NullMarked
package io.quartermaster.gateway.signing;

import org.jspecify.annotations.NullMarked;
