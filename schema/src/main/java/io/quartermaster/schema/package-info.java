/**
 * The schema of the database: migrations and who may run them, the roles, the ledger's partitions, and the snapshot that
 * tells the whole schema in SQL. The jOOQ tables beside it are generated from the migrated schema by bin/generate-schema.
 *
 * <p>Everything here but {@link ServerRoleCheck}, {@link SchemaStanding} and {@link Partitions#ahead} works with the owner's
 * or the superuser's rights; the server itself never does.
 */
@NullMarked
package io.quartermaster.schema;

import org.jspecify.annotations.NullMarked;
