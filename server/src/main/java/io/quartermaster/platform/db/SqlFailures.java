package io.quartermaster.platform.db;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Classifies what PostgreSQL and the pool throw; the one place that knows SQLSTATE. */
final class SqlFailures {

    private SqlFailures() {}

    /** Whether the same transaction, run again, may succeed: serialization failure or deadlock. */
    static boolean isRetryable(Throwable failure) {
        String state = state(failure);
        return "40001".equals(state) || "40P01".equals(state);
    }

    /** The failure in the house's words. */
    static RuntimeException translate(RuntimeException failure) {
        SQLException sql = find(failure);
        if (sql == null) {
            return failure;
        }
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        if (state.startsWith("23")) {
            return new ConstraintViolation(constraintName(sql), failure);
        }
        return isUnavailable(sql, state) ? new DatabaseUnavailable("Talking to the database", failure) : failure;
    }

    /** The same for what talks to the database without jOOQ. */
    static RuntimeException translate(String doing, SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        return isUnavailable(failure, state)
                ? new DatabaseUnavailable(doing, failure)
                : new DataAccessException(doing + " failed (SQLSTATE " + state + ")", failure);
    }

    private static boolean isUnavailable(SQLException sql, String state) {
        return sql instanceof SQLTransientConnectionException
                || state.isEmpty()
                || state.startsWith("08") // connection
                || state.startsWith("53") // resources
                || state.startsWith("57") // cancelled, shutting down
                || state.startsWith("58") // system
                || state.equals("55P03") // lock not available
                || state.equals("25P03") // idle in transaction
                || state.equals("25P04") // transaction timeout
                || isRetryable(sql);
    }

    private static @Nullable String constraintName(SQLException sql) {
        if (sql instanceof PSQLException postgres) {
            ServerErrorMessage message = postgres.getServerErrorMessage();
            return message == null ? null : message.getConstraint();
        }
        return null;
    }

    private static @Nullable String state(Throwable failure) {
        SQLException sql = find(failure);
        return sql == null ? null : sql.getSQLState();
    }

    private static @Nullable SQLException find(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
