/**
 * Model configs and default models; owns {@code model_configs} and {@code default_models}. A default is always live: a foreign key says so.
 */
@NullMarked
package io.quartermaster.model;

import org.jspecify.annotations.NullMarked;
