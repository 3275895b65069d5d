/** Tests of tenants and their keys against a real database, without a server around them. */
@NullMarked
package io.quartermaster.tenant;

import org.jspecify.annotations.NullMarked;
