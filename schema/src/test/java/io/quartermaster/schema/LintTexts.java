package io.quartermaster.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is to be seen in the text of a migration only, for PostgreSQL would do it, or a cluster would not. */
final class LintTexts {
    private static final String VOLATILE =
            "(\\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|gen_random_uuid|uuidv7|random|nextval)\\s*\\("
                    + "|\\bcurrent_(timestamp|date|time)\\b)";
    private static final SchemaVersion LAST_SILENT = new SchemaVersion("0011");

    private record Rule(String name, Pattern pattern, String wayOut) {
        Rule(String name, String pattern, String wayOut) {
            this(name, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.DOTALL), wayOut);
        }
    }

    private static final List<Rule> RULES = List.of(
            new Rule(
                    "concurrent_if_not_exists",
                    "\\bindex\\s+concurrently\\s+if\\s+not\\s+exists\\b",
                    "leave it out: an invalid index would pass for the one to be made; the migrator clears it away instead"),
            new Rule(
                    "concurrent_drop_of_nothing",
                    "\\bdrop\\s+index\\s+concurrently\\s+(?!if\\s+exists)",
                    "say \"if exists\", or a run that was killed after it cannot be taken up again"),
            new Rule(
                    "locks_for_long",
                    "^\\s*(reindex\\s+(?!.*\\bconcurrently\\b)|cluster\\b|vacuum\\b|truncate\\b|lock\\b|refresh\\s+materialized\\b)",
                    "not in a migration: it shuts everybody out for as long as it takes"),
            new Rule(
                    "volatile_in_upsert",
                    "\\bdo\\s+update\\b.*" + VOLATILE,
                    "put the value into what is inserted and say excluded.<column>: a cluster refuses it"),
            new Rule(
                    "volatile_in_update",
                    "^\\s*update\\b.*\\bset\\b.*" + VOLATILE,
                    "write the value as a literal: a cluster refuses it, and each run gives another one"),
            new Rule("merge", "^\\s*merge\\b", "write an upsert: a cluster refuses merge"),
            new Rule(
                    "set_config",
                    "\\bset_config\\s*\\(",
                    "use \"set local\": set_config() does not reach the workers of a cluster"),
            new Rule(
                    "subquery_in_values",
                    "\\bvalues\\s*\\(.*\\(\\s*select\\b",
                    "write \"insert … select\": a cluster refuses a subquery in values"));

    private LintTexts() {}

    static List<Objection> of(Migration migration, String sql) {
        List<Objection> objections = new ArrayList<>();
        List<String> statements = SqlStatements.of(sql);
        for (String statement : statements) {
            String unquoted = statement.replaceAll("'(?:[^']|'')*'", "''");
            for (Rule rule : RULES) {
                if (rule.pattern().matcher(unquoted).find()) {
                    objections.add(new Objection(migration.file(), statement, rule.name(), rule.wayOut()));
                }
            }
            boolean concurrent = unquoted.matches("(?is).*\\bindex\\s+concurrently\\b.*");
            if (concurrent
                    && statements.stream().anyMatch(other -> !other.matches("(?is).*\\bindex\\s+concurrently\\b.*"))) {
                objections.add(new Objection(
                        migration.file(),
                        statement,
                        "concurrent_and_other",
                        "in a migration of its own: what is done concurrently has no transaction, so the rest of the file would"
                                + " be done half"));
            }
        }
        if (migration.version().compareTo(LAST_SILENT) > 0 && !sql.startsWith("-- Runs beside: ")) {
            objections.add(
                    new Objection(
                            migration.file(),
                            "",
                            "silent_about_its_neighbours",
                            "begin the file with \"-- Runs beside: 0012\", the oldest version whose release may run beside it"));
        }
        return objections;
    }

    /** Whether the head says which release has stopped using what goes, and no older one may run beside it. */
    static boolean contracts(Migration migration, String sql) {
        return header(sql)
                .filter(version -> version.compareTo(migration.version()) <= 0
                        && migration.runsBeside().compareTo(version) >= 0)
                .isPresent();
    }

    private static Optional<SchemaVersion> header(String sql) {
        Matcher header = Pattern.compile("(?m)^-- Contracts: ([0-9]{4})$").matcher(sql);
        return header.find() ? Optional.of(new SchemaVersion(header.group(1))) : Optional.empty();
    }
}
