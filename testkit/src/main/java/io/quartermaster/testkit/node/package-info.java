/**
 * Software of others, from npm, that black-box tests run beside the product: an independent upstream (aimock) and the
 * official OpenAI client.
 *
 * <p>The versions are pinned by {@code src/main/npm/package-lock.json} and installed once by {@code npm ci}.
 */
@NullMarked
package io.quartermaster.testkit.node;

import org.jspecify.annotations.NullMarked;
