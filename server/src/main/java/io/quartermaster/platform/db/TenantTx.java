package io.quartermaster.platform.db;

import io.quartermaster.platform.TenantId;
import java.time.Instant;
import org.jooq.DSLContext;

/**
 * A writing transaction of one tenant, in turn with the tenant's other writers: reading and then writing is safe here. It
 * commits only if {@link #changed()} was called, which recording an audit event does: nothing changes unaudited, and an
 * outcome that changed nothing leaves no version behind.
 */
public final class TenantTx implements TenantScope, ChangeScope {

    private final TenantId tenant;
    private final DSLContext sql;
    private final long version;
    private final Instant now;
    private boolean changed;

    TenantTx(TenantId tenant, DSLContext sql, long version, Instant now) {
        this.tenant = tenant;
        this.sql = sql;
        this.version = version;
        this.now = now;
    }

    @Override
    public TenantId tenant() {
        return tenant;
    }

    @Override
    public DSLContext sql() {
        return sql;
    }

    /** The tenant's config version of this transaction: the version and ETag of every row it writes. */
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
