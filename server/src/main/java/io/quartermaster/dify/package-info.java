/**
 * Reads the PostgreSQL database of a Dify deployment, and says in the words of the house what of it can be taken over:
 * tenants, members, providers without their keys (which only that deployment can open), models and default models. It owns no
 * table and writes none.
 */
@NullMarked
package io.quartermaster.dify;

import org.jspecify.annotations.NullMarked;
