package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether a migration can be applied to a database that is being used. It is applied, statement by statement in the one
 * transaction it would have, to tables with rows, and PostgreSQL asked after each what it has locked, read and rewritten.
 */
final class MigrationLint {
    private final Connection owner;
    private final Migration migration;
    private final String sql;
    private final List<Objection> objections = new ArrayList<>();

    private MigrationLint(Connection owner, Migration migration, String sql) {
        this.owner = owner;
        this.migration = migration;
        this.sql = sql;
    }

    /** The database is as the migrations before left it, and is so again afterwards. */
    static List<Objection> of(Connection owner, Migration migration, String sql) throws SQLException {
        MigrationLint lint = new MigrationLint(owner, migration, sql);
        lint.objections.addAll(LintTexts.of(migration, sql));
        if (SqlStatements.of(sql).stream()
                .noneMatch(statement -> statement.matches("(?is).*\\bindex\\s+concurrently\\b.*"))) {
            owner.setAutoCommit(false);
            try {
                lint.apply();
            } finally {
                owner.rollback();
                owner.setAutoCommit(true);
            }
        }
        return lint.objections;
    }

    private void apply() throws SQLException {
        // So that whatever reads a table shows as a scan of it, however few rows a test has.
        execute(
                "set local enable_indexscan = off; set local enable_indexonlyscan = off; set local enable_bitmapscan = off");
        LintLook first = LintLook.at(owner);
        LintLook before = first;
        for (String statement : SqlStatements.of(sql)) {
            try {
                execute(statement.replace("${server_role}", ScratchDatabase.SERVER.name()));
            } catch (SQLException refused) {
                object(
                        statement,
                        "fails_where_there_are_rows",
                        "a database in use has rows (" + refused.getSQLState()
                                + "): a new column needs a constant default, or none and to be" + " nullable");
                return;
            }
            LintLook after = LintLook.at(owner);
            compare(statement, first, before, after);
            before = after;
        }
        broken().forEach(words -> object(words, "breaks_a_data_rule", "see the rules of the data in DataRules"));
    }

    private void compare(String statement, LintLook first, LintLook before, LintLook after) {
        Set<String> existing = first.tables().keySet();
        Set<String> rewritten = and(LintLook.changed(before.files(), after.files()), existing);
        if (!rewritten.isEmpty()) {
            object(statement, "rewrites_a_table", wayOutOfRewriting(first, before, after));
        } else {
            Set<String> scanned = and(LintLook.changed(before.scans(), after.scans()), existing);
            if (!scanned.isEmpty() && !and(after.locked(), existing).isEmpty()) {
                scanned(statement, existing, before, after);
            }
            if (!and(
                            LintLook.changed(before.types(), after.types()),
                            first.types().keySet())
                    .isEmpty()) {
                object(
                        statement,
                        "type_changed",
                        "add a column of the new type, write both, and contract in a later release");
            }
        }
        if (!and(LintLook.changed(before.changes(), after.changes()), existing).isEmpty()) {
            object(
                    statement,
                    "changes_rows",
                    "let the release fill it in, in batches: in a migration each row stays locked until its end");
        }
        if (contractsSomething(first, before, after) && !LintTexts.contracts(migration, sql)) {
            object(
                    statement,
                    "contracts_in_silence",
                    "say \"-- Contracts: <version>\", the first whose release does not use it, and \"-- Runs beside:\" no older one");
        }
        Set<String> dropped = and(
                LintLook.gone(before.indexes(), after.indexes()),
                first.indexes().keySet());
        if (dropped.stream()
                .map(index -> first.indexes().getOrDefault(index, ""))
                .anyMatch(table -> !table.contains(" of ") && after.tables().containsKey(table))) {
            object(
                    statement,
                    "index_dropped_under_a_lock",
                    "\"drop index concurrently if exists\" in a migration of its own");
        }
    }

    private void scanned(String statement, Set<String> existing, LintLook before, LintLook after) {
        List<String> constraints = LintLook.changed(before.constraints(), after.constraints()).stream()
                .filter(key -> existing.contains(last(after.constraints().getOrDefault(key, ""))))
                .toList();
        if (constraints.stream().anyMatch(before.constraints()::containsKey)) {
            object(
                    statement,
                    "validated_under_a_lock",
                    "validate in a later migration than the one that adds it, whose lock lasts until its end");
        } else if (constraints.stream()
                .anyMatch(key -> after.constraints().getOrDefault(key, "").matches("[pu] .*"))) {
            object(
                    statement,
                    "unique_constraint_makes_its_index",
                    "\"create unique index concurrently\" in a migration of its own, then \"add constraint … using index\"");
        } else if (!constraints.isEmpty()) {
            object(statement, "validated_at_once", "add it \"not valid\", and validate it in a later migration");
        } else if (!LintLook.gone(after.indexes(), before.indexes()).isEmpty()) {
            object(statement, "index_under_a_lock", "\"create index concurrently\" in a migration of its own");
        } else if (!and(
                        LintLook.changed(before.required(), after.required()),
                        before.required().keySet())
                .isEmpty()) {
            object(
                    statement,
                    "not_null_reads_the_table",
                    "add \"check (… is not null) not valid\", validate it in a later migration, and set not null after that");
        } else {
            object(statement, "reads_under_a_lock", "in a migration of its own, before or after the one that locks");
        }
    }

    private static String wayOutOfRewriting(LintLook first, LintLook before, LintLook after) {
        if (!and(LintLook.changed(before.types(), after.types()), first.types().keySet())
                .isEmpty()) {
            return "add a column of the new type, write both, and contract in a later release";
        }
        if (LintLook.changed(before.types(), after.types()).stream()
                .anyMatch(column -> after.types().getOrDefault(column, "").endsWith(" generated"))) {
            return "a stored generated column is worked out for each row: add an ordinary one and let the release fill it in";
        }
        return "a default that is not constant is worked out for each row: add the column without one and let the release fill it in";
    }

    private static boolean contractsSomething(LintLook first, LintLook before, LintLook after) {
        boolean tables = !and(
                                LintLook.gone(before.tables(), after.tables()),
                                first.tables().keySet())
                        .isEmpty()
                || !and(
                                LintLook.changed(before.tables(), after.tables()),
                                first.tables().keySet())
                        .isEmpty();
        boolean columns =
                LintLook.gone(before.columns(), after.columns()).stream().anyMatch(first.columns()::containsKey)
                        || !and(
                                        LintLook.changed(before.columns(), after.columns()),
                                        first.columns().keySet())
                                .isEmpty();
        boolean nullable =
                and(
                                LintLook.changed(before.required(), after.required()),
                                first.required().keySet())
                        .stream()
                        .anyMatch(column ->
                                after.required().getOrDefault(column, "").equals("f"));
        return tables || columns || nullable;
    }

    private static Set<String> and(Set<String> some, Set<String> others) {
        Set<String> both = new TreeSet<>(some);
        both.retainAll(others);
        return both;
    }

    private static String last(String words) {
        return words.substring(words.lastIndexOf(' ') + 1);
    }

    private Set<String> broken() throws SQLException {
        Set<String> broken = new TreeSet<>(DataRules.broken(owner));
        try (Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery(CatalogueQueries.UNKNOWN)) {
            while (rows.next()) {
                if (!rows.getString(1).startsWith("constraint ")) { // not valid yet
                    broken.add(rows.getString(1) + " has no place in schema.sql");
                }
            }
        }
        return broken;
    }

    private void execute(String statement) throws SQLException {
        try (Statement jdbc = owner.createStatement()) {
            jdbc.setEscapeProcessing(false);
            jdbc.execute(statement);
        }
    }

    private void object(String statement, String rule, String wayOut) {
        objections.add(new Objection(migration.file(), statement, rule, wayOut));
    }
}
