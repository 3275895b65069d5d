package io.quartermaster.schema.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a catalogue, one question for each sort of object. Names are written with their schema, whatever the connection's search path, for
 * it is set aside meanwhile. Any role may ask.
 */
public final class CatalogueReader {

    private static final List<String> QUESTIONS = List.of(
            "schemas",
            "extensions",
            "types",
            "domains",
            "sequences",
            "routines",
            "tables",
            "columns",
            "constraints",
            "indexes",
            "views",
            "statistics",
            "triggers",
            "rules",
            "policies",
            "grants",
            "defaults",
            "others");

    /** What the questions share; PostgreSQL has no way to name it without making something. */
    private static final String SCHEMAS = "$1.nspname !~ '^pg_' and $1.nspname <> 'information_schema'"
            + " and not exists (select from pg_depend e where e.classid = 'pg_namespace'::regclass and e.objid = $1.oid and e.deptype = 'e')";

    private static final String UNEXTENDED = "not exists (select from pg_depend e"
            + " where e.classid = '$1'::regclass and e.objid = $2 and e.deptype = 'e')";
    private static final String RELATION =
            "case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end";
    private static final String ACTION =
            "case $1 when 'a' then 'no action' when 'r' then 'restrict' when 'c' then 'cascade' when 'n' then 'set null' else 'set default' end";

    private static final List<String> STATEMENTS =
            QUESTIONS.stream().map(CatalogueReader::question).toList();

    private CatalogueReader() {}

    /** Reads all of it at one moment. A transaction that the connection is in goes on. */
    public static Catalogue read(Connection connection) throws SQLException {
        boolean own = connection.getAutoCommit();
        if (own) {
            connection.setAutoCommit(false);
        }
        try (Statement statement = connection.createStatement()) {
            String path = searchPath(statement);
            if (own) {
                statement.execute("set transaction isolation level repeatable read read only");
            }
            statement.execute("set local search_path = pg_catalog");
            List<SchemaObject> objects = new ArrayList<>();
            for (String question : STATEMENTS) {
                read(statement, question, objects);
            }
            if (!own) {
                statement.execute("set local search_path = " + path);
            }
            return Catalogue.of(objects);
        } finally {
            if (own) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static void read(Statement statement, String question, List<SchemaObject> objects) throws SQLException {
        try (ResultSet rows = statement.executeQuery(question)) {
            while (rows.next()) {
                objects.add(new SchemaObject(
                        new ObjectId(ObjectKind.of(rows.getString(1)), rows.getString(2), rows.getString(3)),
                        rows.getString(4),
                        properties(rows.getArray(5))));
            }
        }
    }

    private static SortedMap<String, String> properties(Array pairs) throws SQLException {
        String[] words = (String[]) pairs.getArray();
        SortedMap<String, String> properties = new TreeMap<>();
        for (int i = 0; i < words.length; i += 2) {
            if (words[i + 1] != null) {
                properties.put(words[i], words[i + 1]);
            }
        }
        return properties;
    }

    private static String searchPath(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("show search_path")) {
            row.next();
            String path = row.getString(1);
            return path.isBlank() ? "''" : path;
        }
    }

    private static String question(String name) {
        try (InputStream text =
                Objects.requireNonNull(CatalogueReader.class.getResourceAsStream(name + ".sql"), name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("\\$schemas\\[(\\w+)]", SCHEMAS)
                    .replaceAll("\\$schemas", SCHEMAS.replace("$1", "n"))
                    .replaceAll("\\$unextended\\((\\w+), ([\\w.]+)\\)", UNEXTENDED)
                    .replaceAll("\\$action\\(([\\w.]+)\\)", ACTION)
                    .replace("$relation", RELATION);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
