package io.quartermaster.platform.db;

import java.time.Instant;
import org.jooq.DSLContext;

/**
 * A writing transaction over the deployment's own tables, in turn with the deployment's other writers. Like a
 * {@link TenantTx} it commits only if {@link #changed()} was called.
 */
public final class DeploymentChangeTx implements ChangeScope, DeploymentScope {

    private final DSLContext sql;
    private final long version;
    private final Instant now;
    private boolean changed;

    DeploymentChangeTx(DSLContext sql, long version, Instant now) {
        this.sql = sql;
        this.version = version;
        this.now = now;
    }

    @Override
    public DSLContext sql() {
        return sql;
    }

    /** The deployment's version of this transaction: the version and ETag of every row it writes. */
    @Override
    public long version() {
        return version;
    }

    /** <em>The</em> time of this transaction; never before that of an earlier version. */
    public Instant now() {
        return now;
    }

    /** Marks that this transaction has something to commit. */
    public void changed() {
        changed = true;
    }

    @Override
    public boolean hasChanged() {
        return changed;
    }
}
