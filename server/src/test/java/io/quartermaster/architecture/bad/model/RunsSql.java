package io.quartermaster.architecture.bad.model;

import java.sql.Connection;
import java.sql.SQLException;

/** SQL outside a store. */
public final class RunsSql {
    public boolean run(Connection connection) throws SQLException {
        return connection.isClosed();
    }
}
