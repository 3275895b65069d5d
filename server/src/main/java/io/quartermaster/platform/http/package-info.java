/**
 * The admin HTTP surface: contract binding, problems, preconditions, paging and the authentication hook.
 */
@NullMarked
package io.quartermaster.platform.http;

import org.jspecify.annotations.NullMarked;
