package io.quartermaster.schema.distribute;

import io.quartermaster.schema.SchemaException;
import io.quartermaster.schema.distribute.Placement.ByHash;
import io.quartermaster.schema.distribute.Placement.Everywhere;
import io.quartermaster.schema.distribute.Placement.Local;
import io.quartermaster.schema.distribute.Placement.WithTenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the extension knows of our tables, and its functions. */
final class Citus {
    /** The tenants' rows lie together: every other tenant table goes where this one's shards are. */
    private static final String ANCHOR = "tenant_config_versions";

    private static final String OURS = """
            select c.relname, t.citus_table_type, t.distribution_column, t.colocation_id
            from pg_class c left join citus_tables t on t.table_name = c.oid::regclass
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
              and c.relname <> 'flyway_schema_history'
            order by c.relname <> '$anchor', c.relname collate "C"
            """.replace("$anchor", ANCHOR);

    /** Unique keys and primary keys that a distributed table may not have. */
    private static final String UNFIT = """
            select x.relname from pg_index i join pg_class x on x.oid = i.indexrelid
            where i.indrelid = ('public.' || quote_ident(?))::regclass and i.indisunique
              and not exists (select from pg_attribute a
                              where a.attrelid = i.indrelid and a.attname = ? and a.attnum = any (i.indkey))
            order by x.relname
            """;

    private Citus() {}

    /**
     * One of our tables.
     *
     * @param type as Citus calls it; empty for a table that it does not know
     */
    record Table(String name, Optional<String> type, String column, int colocation) {

        Placement wanted() {
            return Placements.of(name);
        }

        /** Whether it lies where it should, but for the other tables that it should lie with. */
        boolean placed() {
            return switch (wanted()) {
                case Everywhere _ -> type.equals(Optional.of("reference"));
                case ByHash(String by) -> type.equals(Optional.of("distributed")) && column.equals(by);
                case WithTenant _ -> type.equals(Optional.of("distributed")) && column.equals(WithTenant.COLUMN);
                case Local _ -> type.isEmpty() || type.equals(Optional.of("local"));
            };
        }

        /** Citus makes a table its own and leaves it on the coordinator when a foreign key asks for that. */
        boolean elsewhere() {
            return !placed() && type.isPresent() && !type.equals(Optional.of("local"));
        }
    }

    static void require(Connection owner) throws SQLException {
        try (Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery(
                        "select exists (select from pg_extension where extname = 'citus'),"
                                + " exists (select from pg_available_extensions where name = 'citus'), current_database()")) {
            row.next();
            if (!row.getBoolean(1)) {
                throw new SchemaException("The database " + row.getString(3) + " has no extension citus"
                        + (row.getBoolean(2)
                                ? ": a superuser of the coordinator runs \"create extension citus\" in it first."
                                : ", and its server does not offer it: tables are distributed in a Citus cluster only."
                                        + " One PostgreSQL needs nothing of it."));
            }
        }
    }

    /** The tables, the one that the tenants' others follow first. */
    static List<Table> tables(Connection owner) throws SQLException {
        List<Table> tables = new ArrayList<>();
        try (Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery(OURS)) {
            while (rows.next()) {
                @Nullable String column = rows.getString(3);
                tables.add(new Table(
                        rows.getString(1),
                        Optional.ofNullable(rows.getString(2)),
                        column == null ? "" : column,
                        rows.getInt(4)));
            }
        }
        return tables;
    }

    /** Refuses what no step of ours could put right, all of it at once. */
    static void requireFit(Connection owner, List<Table> tables) throws SQLException {
        List<String> problems = new ArrayList<>();
        Map<Integer, List<String>> groups = new TreeMap<>();
        for (Table table : tables) {
            if (table.elsewhere()) {
                problems.add(table.name() + " lies elsewhere and should be "
                        + table.wanted().words() + " (undo it with \"select undistribute_table('public." + table.name()
                        + "')\")");
            } else if (table.placed() && table.wanted() instanceof WithTenant) {
                groups.computeIfAbsent(table.colocation(), _ -> new ArrayList<>())
                        .add(table.name());
            }
            switch (table.wanted()) {
                case ByHash(String column) -> problems.addAll(unfit(owner, table.name(), column));
                case WithTenant _ -> problems.addAll(unfit(owner, table.name(), WithTenant.COLUMN));
                case Everywhere _, Local _ -> {}
            }
        }
        if (groups.size() > 1) {
            problems.add("tenants' tables lie in " + groups.size() + " groups and should lie in one: " + groups.values()
                    + " (move them with \"select update_distributed_table_colocation('public.<table>', colocate_with =>"
                    + " 'public." + ANCHOR + "')\")");
        }
        if (!problems.isEmpty()) {
            throw new SchemaException(
                    "The tables cannot be distributed as they are: " + String.join("; ", problems) + ".");
        }
    }

    private static List<String> unfit(Connection owner, String table, String column) throws SQLException {
        try (PreparedStatement select = owner.prepareStatement(UNFIT)) {
            select.setString(1, table);
            select.setString(2, column);
            List<String> unfit = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    unfit.add(rows.getString(1) + " is unique without " + column);
                }
            }
            return unfit;
        }
    }

    static void place(Connection owner, Table table, List<Table> tables) throws SQLException {
        String name = "public." + table.name();
        switch (table.wanted()) {
            case Everywhere _ -> call(owner, "select create_reference_table(?::regclass)", name);
            case ByHash(String column) ->
                call(owner, "select create_distributed_table(?::regclass, ?, colocate_with => 'none')", name, column);
            case WithTenant _ ->
                call(
                        owner,
                        "select create_distributed_table(?::regclass, ?, colocate_with => ?)",
                        name,
                        WithTenant.COLUMN,
                        companion(table, tables));
            case Local _ -> {}
        }
    }

    /** A tenants' table that has its place already, or none for the first. */
    private static String companion(Table table, List<Table> tables) {
        return tables.stream()
                .filter(other -> other.wanted() instanceof WithTenant
                        && (other.placed() || other.name().equals(ANCHOR))
                        && !other.name().equals(table.name()))
                .map(other -> "public." + other.name())
                .findFirst()
                .orElse("none");
    }

    /** Rows that were copied to the nodes stay behind on the coordinator, unseen, until this is called. */
    static void forgetLocalRows(Connection owner, Table table) throws SQLException {
        call(owner, "select truncate_local_data_after_distributing_table(?::regclass)", "public." + table.name());
    }

    private static void call(Connection owner, String function, String... arguments) throws SQLException {
        try (PreparedStatement select = owner.prepareStatement(function)) {
            for (int each = 0; each < arguments.length; each++) {
                select.setString(each + 1, arguments[each]);
            }
            select.execute();
        }
    }
}
