/**
 * Provider families (code) and provider configs (data), and the one resolver of credentials; owns {@code provider_configs} and {@code deployment_key_grants}.
 */
@NullMarked
package io.quartermaster.provider;

import org.jspecify.annotations.NullMarked;
