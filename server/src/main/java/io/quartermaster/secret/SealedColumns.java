package io.quartermaster.secret;

import io.quartermaster.platform.db.TenantAppendTx;
import io.quartermaster.platform.db.TenantScope;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The sealed secrets of one table, for rotating keys; published by the store of every table that has such a column. */
public interface SealedColumns {

    /** The table's name. */
    String table();

    /** The secrets of at most {@code limit} rows of the transaction's tenant, by the ids of their rows, after that one. */
    List<SealedAt> list(TenantScope tx, Optional<UUID> after, int limit);

    /** Puts the same secret in place as another key sealed it; neither version nor time of the row move. */
    void replace(TenantAppendTx tx, SealedAt old, SealedSecret fresh);

    /** A secret and where it lives, without which it does not open. */
    record SealedAt(SecretPlace place, SealedSecret secret) {}
}
