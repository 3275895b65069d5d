package io.quartermaster.schema.code;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A table of the catalogue with what generated code says of one too. */
record LiveTable(String name, List<Column> columns, List<TableKey> keys) {

    /** @param modifier of the type: its length or precision, as PostgreSQL keeps it, -1 for none */
    record Column(String name, String type, int modifier, boolean nullable, String defaultValue) {

        /** As {@code varchar(20)}'s 20; 0 for none. */
        int length() {
            return modifier < 4 || type.equals("numeric") ? 0 : modifier - 4;
        }
    }

    /**
     * @param kind {@code p} primary, {@code u} unique, {@code f} foreign
     * @param target the table a foreign key leads to; empty for others
     */
    record TableKey(String name, char kind, List<String> columns, String target, List<String> targets) {
        TableKey {
            columns = List.copyOf(columns);
            targets = List.copyOf(targets);
        }

        String shown() {
            String own = "(" + String.join(", ", columns) + ")";
            return target.isEmpty() ? own : own + " to " + target + " (" + String.join(", ", targets) + ")";
        }
    }

    private static final String OURS = "c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')"
            + " and not c.relispartition and c.relname <> 'flyway_schema_history'";

    private static final String COLUMNS = """
            select c.relname, a.attname, t.typname, a.atttypmod, a.attnotnull,
                case when a.attgenerated = '' then coalesce(pg_get_expr(d.adbin, d.adrelid), '') else '' end
            from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
                left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where $ours and a.attnum > 0 and not a.attisdropped
            order by c.relname, a.attnum
            """.replace("$ours", OURS);

    private static final String KEYS = """
            select c.relname, o.conname, o.contype, names.own, coalesce(r.relname, ''), names.others
            from pg_constraint o join pg_class c on c.oid = o.conrelid left join pg_class r on r.oid = o.confrelid,
                lateral (select
                    array(select a.attname::text from unnest(o.conkey) with ordinality k (num, place)
                        join pg_attribute a on a.attrelid = o.conrelid and a.attnum = k.num order by k.place),
                    array(select a.attname::text from unnest(o.confkey) with ordinality k (num, place)
                        join pg_attribute a on a.attrelid = o.confrelid and a.attnum = k.num order by k.place)
                ) names (own, others)
            where $ours and o.contype in ('p', 'u', 'f')
            order by c.relname, o.conname
            """.replace("$ours", OURS);

    LiveTable {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
    }

    /** Every table of the schema {@code public} that is ours, by name. */
    static SortedMap<String, LiveTable> all(Connection connection) throws SQLException {
        SortedMap<String, List<Column>> columns = new TreeMap<>();
        SortedMap<String, List<TableKey>> keys = new TreeMap<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(COLUMNS)) {
                while (row.next()) {
                    columns.computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                            .add(new Column(
                                    row.getString(2),
                                    row.getString(3),
                                    row.getInt(4),
                                    !row.getBoolean(5),
                                    row.getString(6)));
                }
            }
            try (ResultSet row = statement.executeQuery(KEYS)) {
                while (row.next()) {
                    keys.computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                            .add(new TableKey(
                                    row.getString(2),
                                    row.getString(3).charAt(0),
                                    texts(row.getArray(4)),
                                    row.getString(5),
                                    texts(row.getArray(6))));
                }
            }
        }
        SortedMap<String, LiveTable> tables = new TreeMap<>();
        columns.forEach((name, of) -> tables.put(name, new LiveTable(name, of, keys.getOrDefault(name, List.of()))));
        return tables;
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
