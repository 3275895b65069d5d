package io.quartermaster.schema.code;

import io.quartermaster.schema.code.RecordedStatement.Column;
import io.quartermaster.schema.code.StatementTypes.ResultColumn;
import io.quartermaster.schema.drift.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Prepares and plans each recorded statement on a database without running it, and holds the types that the database finds
 * against those of Java. Planning asks for the rights of the connection's role too.
 */
public final class StatementCheck {

    private static final Pattern STAR = Pattern.compile("(\\w+)\\.\\*");

    private final Connection connection;
    private final List<StatementTrouble> troubles = new ArrayList<>();

    private StatementCheck(Connection connection) {
        this.connection = connection;
    }

    /**
     * What does not fit, one finding a thing.
     *
     * @param connection in autocommit, of the owner's role or the server's; what only the owner issues is planned for it alone
     */
    public static List<Finding> of(Connection connection, Collection<RecordedStatement> statements)
            throws SQLException {
        if (!connection.getAutoCommit()) {
            throw new IllegalArgumentException("A statement that fails must not end a transaction: use autocommit");
        }
        StatementCheck check = new StatementCheck(connection);
        for (RecordedStatement statement : statements) {
            check.check(statement);
        }
        return StatementTrouble.findings(check.troubles);
    }

    private void check(RecordedStatement statement) throws SQLException {
        try {
            StatementTypes found = StatementTypes.of(connection, statement.sql());
            compareParameters(statement, found);
            compareColumns(statement, found);
        } catch (SQLException refusal) {
            troubles.add(trouble(statement, refusal));
            return;
        }
        Optional<SQLException> refusal = StatementPlan.refusal(connection, statement);
        if (refusal.isPresent()) {
            boolean ofRights = StatementPlan.NO_RIGHT.equals(refusal.get().getSQLState());
            if (!ofRights) {
                troubles.add(trouble(statement, refusal.get()));
            } else if (!statement.ownerOnly()) {
                troubles.addAll(StatementPlan.missingRights(connection, statement));
            }
        }
    }

    private void compareParameters(RecordedStatement statement, StatementTypes found) {
        StatementPlace place = new StatementPlace(SqlWords.numbered(statement.sql()));
        for (int i = 0; i < statement.parameters().size(); i++) {
            String java = statement.parameters().get(i);
            String type = i < found.parameters().size() ? found.parameters().get(i) : "nothing";
            if (!JavaTypes.fitsParameter(java, type)) {
                String column = place.columnOfParameter(i + 1);
                mismatch(
                        statement,
                        column.isEmpty() ? "parameter " + (i + 1) + " of " + statement.method() : "column " + column,
                        java,
                        type);
            }
        }
    }

    private void compareColumns(RecordedStatement statement, StatementTypes found) {
        Matcher star = STAR.matcher(statement.sql());
        boolean byName = star.find() || statement.sql().startsWith("select * ");
        for (int i = 0; i < statement.columns().size(); i++) {
            Column wanted = statement.columns().get(i);
            Optional<ResultColumn> there = byName
                    ? found.columns().stream()
                            .filter(column -> column.name().equals(wanted.name()))
                            .findFirst()
                    : found.columns().stream().skip(i).findFirst();
            if (there.isEmpty()) {
                troubles.add(new StatementTrouble(
                        statement.method(),
                        "statement_column_missing",
                        "column " + (byName && star.reset().find() ? star.group(1) + "." : "") + wanted.name(),
                        wanted.name(),
                        ""));
                continue;
            }
            ResultColumn column = there.get();
            boolean ofTable = !column.origin().isEmpty();
            if (!JavaTypes.fitsResult(wanted.type(), column.type(), ofTable)) {
                mismatch(
                        statement,
                        ofTable ? "column " + column.origin() : "result " + wanted.name() + " of " + statement.method(),
                        wanted.type(),
                        column.type());
            }
        }
    }

    private void mismatch(RecordedStatement statement, String object, String java, String type) {
        troubles.add(new StatementTrouble(
                statement.method(),
                "statement_type_mismatch",
                object,
                JavaTypes.expected(java) + " (" + java + ")",
                JavaTypes.shown(type)));
    }

    /** The code decides; where in the statement it happened says what it is about. */
    private static StatementTrouble trouble(RecordedStatement statement, SQLException refusal) {
        StatementPlace place = new StatementPlace(SqlWords.numbered(statement.sql()));
        ServerErrorMessage message = refusal instanceof PSQLException ours ? ours.getServerErrorMessage() : null;
        int position = message == null ? 0 : message.getPosition();
        String word = position == 0 ? "" : place.wordAt(position);
        String state = String.valueOf(refusal.getSQLState());
        boolean named = word.matches("[a-z_]\\w*(\\.\\w+)*");
        return switch (state) {
            case "42P01" -> missing(statement, "statement_table_missing", "table " + word);
            case "42703" -> missing(statement, "statement_column_missing", "column " + place.qualified(word));
            case "42704" -> missing(statement, "statement_type_missing", "type " + word);
            case "42883", "42804", "42846", "42P18" -> {
                String column = named && word.contains(".") ? word : position == 0 ? "" : place.columnBefore(position);
                yield state.equals("42883") && named && !word.contains(".")
                        ? missing(statement, "statement_function_missing", "function " + word)
                        : new StatementTrouble(
                                statement.method(),
                                "statement_type_mismatch",
                                column.isEmpty() ? "statement of " + statement.method() : "column " + column,
                                "",
                                "a type that does not go with the others in the statement");
            }
            case "42P10" -> missing(statement, "statement_unique_key_missing", "unique key of table " + place.target());
            default ->
                new StatementTrouble(
                        statement.method(),
                        "statement_refused",
                        "statement of " + statement.method(),
                        "accepted",
                        "refused with SQLSTATE " + state + (word.isEmpty() ? "" : " at " + word));
        };
    }

    private static StatementTrouble missing(RecordedStatement statement, String kind, String object) {
        return new StatementTrouble(statement.method(), kind, object, object, "");
    }
}
