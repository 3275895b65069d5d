/**
 * Tenants and their API keys, the operator key, and who the principal of a request is; owns {@code tenants}, {@code api_keys}, {@code api_key_lookup}, {@code operator_keys}. A key is kept as a hash only.
 */
@NullMarked
package io.quartermaster.tenant;

import org.jspecify.annotations.NullMarked;
