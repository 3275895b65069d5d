package io.quartermaster.schema;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What PostgreSQL said when it refused something, without its details, in which the values of rows stand. */
public final class Refusal {

    private Refusal() {}

    /** In one line: the message with its SQLSTATE, and the table and constraint it is about. */
    public static String words(SQLException refused) {
        ServerErrorMessage said = refused instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        String message = String.valueOf(said == null ? refused.getMessage() : said.getMessage());
        StringBuilder words = new StringBuilder(message.strip().replaceAll("\\s*\\R\\s*", "; "));
        if (refused.getSQLState() != null) {
            words.append(" (SQLSTATE ").append(refused.getSQLState());
            if (said != null && said.getTable() != null && !message.contains("\"" + said.getTable() + "\"")) {
                words.append(", table ").append(said.getTable());
            }
            if (said != null && said.getConstraint() != null && !message.contains("\"" + said.getConstraint() + "\"")) {
                words.append(", constraint ").append(said.getConstraint());
            }
            words.append(')');
        }
        return words.toString();
    }
}
