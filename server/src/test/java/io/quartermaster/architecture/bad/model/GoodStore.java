package io.quartermaster.architecture.bad.model;

import java.sql.Connection;
import java.sql.SQLException;

/** A store, which may: the rules must leave it alone. */
public final class GoodStore {
    public boolean run(Connection connection) throws SQLException {
        return connection.isClosed();
    }
}
