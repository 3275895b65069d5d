/**
 * Provider families (code) and provider configs (data), and the one resolver of credentials; owns {@code provider_configs}. A custom base URL never gets a deployment key.
 */
@NullMarked
package io.quartermaster.provider;

import org.jspecify.annotations.NullMarked;
