package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.SQLException;

/** A scratch database at this release's version, for the packages below this one. */
public final class MigratedDatabase implements AutoCloseable {

    private final ScratchDatabase scratch;

    private MigratedDatabase(ScratchDatabase scratch) {
        this.scratch = scratch;
    }

    public static MigratedDatabase make() throws SQLException {
        return new MigratedDatabase(ScratchDatabase.migrated());
    }

    public Connection owner() throws SQLException {
        return scratch.asOwner();
    }

    @Override
    public void close() throws SQLException {
        scratch.close();
    }
}
