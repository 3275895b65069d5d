package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What PostgreSQL knows at one moment within a migration's transaction: each map is by the catalogue's number of a thing.
 *
 * @param locked tables from which this transaction shuts writers out, or readers too
 * @param files where a table's rows lie; another file means that it was rewritten
 * @param scans how often this transaction has read a table from its beginning
 * @param changes how many rows of it this transaction has touched
 */
record LintLook(
        Map<String, String> tables,
        Set<String> locked,
        Map<String, String> files,
        Map<String, String> scans,
        Map<String, String> changes,
        Map<String, String> columns,
        Map<String, String> types,
        Map<String, String> required,
        Map<String, String> constraints,
        Map<String, String> indexes) {

    private static final String OURS =
            "c.relnamespace = 'public'::regnamespace and c.relname <> 'flyway_schema_history'";
    private static final String COLUMNS = " from pg_attribute a join pg_class c on c.oid = a.attrelid where " + OURS
            + " and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped";

    static LintLook at(Connection connection) throws SQLException {
        return new LintLook(
                map(
                        connection,
                        "select c.oid, c.relname from pg_class c where " + OURS + " and c.relkind in ('r', 'p')"),
                new TreeSet<>(map(
                                connection,
                                "select distinct relation, '' from pg_locks where pid = pg_backend_pid() and locktype = 'relation'"
                                        + " and mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')")
                        .keySet()),
                map(
                        connection,
                        "select c.oid, pg_relation_filenode(c.oid) from pg_class c where " + OURS
                                + " and c.relkind = 'r'"),
                map(connection, "select relid, seq_scan from pg_stat_xact_user_tables where schemaname = 'public'"),
                map(
                        connection,
                        "select relid, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_xact_user_tables where schemaname = 'public'"),
                map(connection, "select a.attrelid || '.' || a.attnum, a.attname" + COLUMNS),
                map(
                        connection,
                        "select a.attrelid || '.' || a.attnum, format_type(a.atttypid, a.atttypmod) || case a.attgenerated when 's' then ' generated' else '' end"
                                + COLUMNS),
                map(connection, "select a.attrelid || '.' || a.attnum, a.attnotnull" + COLUMNS),
                map(
                        connection,
                        "select o.oid, o.contype::text || ' ' || o.convalidated || ' ' || o.conrelid from pg_constraint o join pg_class c"
                                + " on c.oid = o.conrelid where o.conparentid = 0 and o.contype <> 'n' and " + OURS),
                map(
                        connection,
                        "select i.indexrelid, i.indrelid || coalesce((select ' of ' || o.conname from pg_constraint o where"
                                + " o.conindid = i.indexrelid and o.contype in ('p', 'u') limit 1), '')"
                                + " from pg_index i join pg_class c on c.oid = i.indexrelid where not c.relispartition and "
                                + OURS));
    }

    /** Keys of what has another value now, or none before. */
    static Set<String> changed(Map<String, String> before, Map<String, String> after) {
        Set<String> changed = new TreeSet<>();
        after.forEach((key, value) -> {
            if (!value.equals(before.get(key))) {
                changed.add(key);
            }
        });
        return changed;
    }

    static Set<String> gone(Map<String, String> before, Map<String, String> after) {
        Set<String> gone = new TreeSet<>(before.keySet());
        gone.removeAll(after.keySet());
        return gone;
    }

    private static Map<String, String> map(Connection connection, String query) throws SQLException {
        Map<String, String> map = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                map.put(rows.getString(1), String.valueOf(rows.getString(2)));
            }
        }
        return map;
    }
}
