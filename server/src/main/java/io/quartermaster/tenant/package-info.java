/**
 * Tenants and their API keys, the operator key, and who the principal of a request is; owns {@code tenants}, {@code api_keys}, {@code api_key_lookup}, {@code operator_keys}.
 */
@NullMarked
package io.quartermaster.tenant;

import org.jspecify.annotations.NullMarked;
