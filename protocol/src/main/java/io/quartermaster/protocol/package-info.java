/**
 * Wire formats of model providers, worked on as bytes: request scanning and splicing, server-sent events, token usage.
 * Knows no server and no database.
 */
@NullMarked
package io.quartermaster.protocol;

import org.jspecify.annotations.NullMarked;
