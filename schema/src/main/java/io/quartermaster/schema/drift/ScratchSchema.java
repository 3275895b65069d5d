package io.quartermaster.schema.drift;

import io.quartermaster.schema.SchemaException;
import io.quartermaster.schema.catalogue.CatalogueReader;
import io.quartermaster.schema.catalogue.ObjectKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * An empty database beside the live one, to build a schema in; dropped at its close. One that a killed run left behind is dropped by a
 * later one.
 */
public final class ScratchSchema implements AutoCloseable {

    private static final String PREFIX = "quartermaster_verify_";
    private static final Duration LEFT_BEHIND = Duration.ofHours(1);
    private static final Set<ObjectKind> AT_BIRTH = Set.of(
            ObjectKind.SCHEMA, ObjectKind.EXTENSION, ObjectKind.GRANT, ObjectKind.DEFAULT_PRIVILEGE, ObjectKind.OTHER);
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final Connection maintenance;
    private final String name;

    private ScratchSchema(Connection maintenance, String name) {
        this.maintenance = maintenance;
        this.name = name;
    }

    /** The role may not create databases. */
    public static final class NotAllowed extends Exception {
        private static final long serialVersionUID = 1L;

        NotAllowed(String message, SQLException cause) {
            super(message, cause);
        }
    }

    /**
     * Makes one.
     *
     * @param maintenance to any database of the server, in autocommit mode, of a role that may create databases; closed with this
     * @param owner the role that is to own it
     */
    public static ScratchSchema create(Connection maintenance, String owner, Clock clock)
            throws SQLException, NotAllowed {
        long now = clock.instant().getEpochSecond();
        String name = PREFIX + now + "_" + UUID.randomUUID().toString().substring(0, 8);
        try (Statement statement = maintenance.createStatement()) {
            for (String old : leftBehind(maintenance, now - LEFT_BEHIND.toSeconds())) {
                statement.execute("drop database if exists " + old);
            }
            statement.execute("create database " + name + " owner " + statement.enquoteIdentifier(owner, true)
                    + " template template0 encoding 'UTF8'");
        } catch (SQLException refused) {
            if (INSUFFICIENT_PRIVILEGE.equals(refused.getSQLState())) {
                throw new NotAllowed("the role may not create databases", refused);
            }
            throw refused;
        }
        return new ScratchSchema(maintenance, name);
    }

    /**
     * Refuses a database that somebody named for this and that is in use, or whose server would spell otherwise than the live one's.
     *
     * @throws SchemaException says which
     */
    public static void requireFit(Connection named, Connection live) throws SQLException {
        String used = CatalogueReader.read(named).ids().stream()
                .filter(id -> !AT_BIRTH.contains(id.kind()))
                .map(Object::toString)
                .findFirst()
                .orElse("");
        if (!used.isEmpty()) {
            throw new SchemaException("The database named with --scratch is not empty (" + used
                    + "): name one that was just made, for the migrations are run in it.");
        }
        String version = live.getMetaData().getDatabaseProductVersion();
        if (!named.getMetaData().getDatabaseProductVersion().equals(version)) {
            throw new SchemaException(
                    "The database named with --scratch is on another PostgreSQL than the one to verify (" + version
                            + "): name one on the same server.");
        }
    }

    /** Of the database to connect to. */
    public String name() {
        return name;
    }

    private static List<String> leftBehind(Connection maintenance, long before) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement select = maintenance.prepareStatement("select d.datname from pg_database d"
                + " where d.datname ~ '^" + PREFIX + "[0-9]+_[0-9a-f]+$' and split_part(d.datname, '_', 3)::bigint < ?"
                + " and pg_has_role(d.datdba, 'member')"
                + " and not exists (select from pg_stat_activity a where a.datname = d.datname)")) {
            select.setLong(1, before);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    @Override
    public void close() throws SQLException {
        try (maintenance;
                Statement statement = maintenance.createStatement()) {
            statement.execute("drop database if exists " + name + " with (force)");
        }
    }
}
