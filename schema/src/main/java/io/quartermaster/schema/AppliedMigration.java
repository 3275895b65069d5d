package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A migration that a database remembers, be it one of this release or not. */
record AppliedMigration(SchemaVersion version, int checksum, boolean succeeded) {
    static final String HISTORY = "flyway_schema_history";

    /** In the order in which they were applied; empty also when nothing was ever migrated. Any role with a right to read may ask. */
    static List<AppliedMigration> list(Connection connection) throws SQLException {
        List<AppliedMigration> applied = new ArrayList<>();
        if (!historyExists(connection)) {
            return applied;
        }
        try (PreparedStatement select = connection.prepareStatement("select version, checksum, success from public."
                        + HISTORY
                        + " where version is not null order by installed_rank");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                applied.add(
                        new AppliedMigration(new SchemaVersion(rows.getString(1)), rows.getInt(2), rows.getBoolean(3)));
            }
        }
        return applied;
    }

    /** A version that no release of Quartermaster has, for another program keeps its history by this name too. */
    static Optional<String> findForeign(Connection connection) throws SQLException {
        if (!historyExists(connection)) {
            return Optional.empty();
        }
        try (PreparedStatement select = connection.prepareStatement("select version from public." + HISTORY
                        + " where version !~ '^[0-9]{4}$' order by installed_rank limit 1");
                ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }

    static boolean historyExists(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("select to_regclass('public." + HISTORY + "') is not null");
                ResultSet rows = select.executeQuery()) {
            rows.next();
            return rows.getBoolean(1);
        }
    }
}
