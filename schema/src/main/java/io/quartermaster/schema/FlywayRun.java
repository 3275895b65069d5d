package io.quartermaster.schema;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.jspecify.annotations.Nullable;

/** The only class that knows Flyway; it is loaded only when there is something to apply. */
final class FlywayRun {
    private final FluentConfiguration configuration;

    /** @param waitsForLocks how long a statement may wait for a lock; zero is without end */
    FlywayRun(DataSource owner, ServerRole serverRole, Release release, Duration waitsForLocks) {
        configuration = Flyway.configure(FlywayRun.class.getClassLoader())
                .dataSource(owner)
                .locations("classpath:" + release.folder().substring(1))
                .defaultSchema("public")
                .createSchemas(false)
                .table(AppliedMigration.HISTORY)
                .placeholders(Map.of("server_role", serverRole.quoted()))
                .callbacks(new LockTimeout(waitsForLocks))
                .validateOnMigrate(true)
                .validateMigrationNaming(true)
                .failOnMissingLocations(true)
                .cleanDisabled(true)
                .loggers("slf4j");
        // Flyway's default, a lock within a transaction, makes "create index concurrently" hang without end.
        configuration
                .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
    }

    /** Applies what is missing up to a version, and throws what Flyway throws. */
    void applyUpTo(SchemaVersion version) {
        configuration.target(version.text()).load().migrate();
    }

    /** The SQLSTATE of what PostgreSQL refused; empty if something else went wrong. */
    static String state(FlywayException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused && refused.getSQLState() != null) {
                return refused.getSQLState();
            }
        }
        return "";
    }

    static String reason(FlywayException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused) {
                return Refusal.words(refused);
            }
        }
        return String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    private record LockTimeout(Duration patience) implements Callback {
        @Override
        public boolean supports(Event event, @Nullable Context context) {
            return event == Event.AFTER_CONNECT;
        }

        @Override
        public boolean canHandleInTransaction(Event event, @Nullable Context context) {
            return true;
        }

        @Override
        public void handle(Event event, Context context) {
            try (Statement statement = context.getConnection().createStatement()) {
                statement.execute("set lock_timeout = " + patience.toMillis());
            } catch (SQLException e) {
                throw new FlywayException("The time to wait for locks could not be set", e);
            }
        }

        @Override
        public String getCallbackName() {
            return "lock timeout";
        }
    }
}
