package io.quartermaster.schema.code;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Plans statements, which asks more of a schema than preparing: for rights, and for the unique key behind {@code on conflict}. */
final class StatementPlan {

    static final String NO_RIGHT = "42501";

    private static final String NAME = "quartermaster_statement_check";

    private StatementPlan() {}

    /** Why it cannot be planned; the plan is one for any parameters, so that nothing of the statement is worked out. */
    static Optional<SQLException> refusal(Connection connection, RecordedStatement statement) throws SQLException {
        try (Statement plan = connection.createStatement()) {
            plan.setEscapeProcessing(false);
            plan.execute("set plan_cache_mode = force_generic_plan");
            plan.execute("prepare " + NAME + " as " + SqlWords.numbered(statement.sql()));
            try {
                int parameters = statement.parameters().size();
                plan.execute("explain (costs off) execute " + NAME
                        + (parameters == 0
                                ? ""
                                : "(" + String.join(", ", Collections.nCopies(parameters, "null")) + ")"));
                return Optional.empty();
            } catch (SQLException refusal) {
                return Optional.of(refusal);
            } finally {
                plan.execute("deallocate " + NAME);
                plan.execute("reset plan_cache_mode");
            }
        }
    }

    /** The rights on tables that the statement needs and the role has not. */
    static List<StatementTrouble> missingRights(Connection connection, RecordedStatement statement)
            throws SQLException {
        StatementPlace place = new StatementPlace(statement.sql());
        String sql = statement.sql().toLowerCase(Locale.ROOT);
        List<StatementTrouble> missing = new ArrayList<>();
        for (String name : place.names()) {
            String needed = !name.equals(place.target())
                    ? sql.contains("for update") ? "select, update" : "select"
                    : sql.startsWith("insert")
                            ? sql.contains("do update") ? "insert, update" : "insert"
                            : sql.startsWith("update") ? "update" : "delete";
            for (String right : needed.split(", ", -1)) {
                if (lacks(connection, name, right)) {
                    missing.add(new StatementTrouble(
                            statement.method(),
                            "statement_right_missing",
                            right + " on table " + name,
                            "the role may " + right,
                            "it may not"));
                }
            }
        }
        return missing.isEmpty()
                ? List.of(new StatementTrouble(
                        statement.method(),
                        "statement_right_missing",
                        "statement of " + statement.method(),
                        "the role may issue it",
                        "it may not"))
                : missing;
    }

    private static boolean lacks(Connection connection, String table, String right) throws SQLException {
        try (PreparedStatement question = connection.prepareStatement(
                "select c.relkind in ('r', 'p', 'v', 'm') and not has_table_privilege(c.oid, ?)"
                        + " from pg_class c where c.oid = to_regclass(?)")) {
            question.setString(1, right);
            question.setString(2, table);
            try (ResultSet answer = question.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }
}
