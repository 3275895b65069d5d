/**
 * The catalogue, model configs and default models; owns {@code catalogue_models}, {@code prices}, {@code model_configs},
 * {@code model_fallbacks} and {@code default_models}. A default is always live: a foreign key says so. Fallbacks lead nowhere
 * twice: the tenant's turn says so.
 */
@NullMarked
package io.quartermaster.model;

import org.jspecify.annotations.NullMarked;
