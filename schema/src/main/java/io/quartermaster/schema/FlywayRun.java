package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** The only class that knows Flyway; it is loaded only when there is something to apply. */
final class FlywayRun {
    private final FluentConfiguration configuration;

    FlywayRun(DataSource owner, ServerRole serverRole) {
        this(owner, serverRole, "classpath:db/migration");
    }

    FlywayRun(DataSource owner, ServerRole serverRole, String location) {
        configuration = Flyway.configure(FlywayRun.class.getClassLoader())
                .dataSource(owner)
                .locations(location)
                .defaultSchema("public")
                .createSchemas(false)
                .table(AppliedMigration.HISTORY)
                .placeholders(Map.of("server_role", serverRole.quoted()))
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

    void apply(Connection connection) throws SQLException {
        try {
            configuration.load().migrate();
        } catch (FlywayException e) {
            throw failure(connection, e);
        }
    }

    private static SchemaException failure(Connection connection, FlywayException e) throws SQLException {
        String version = switch (SchemaStanding.of(connection)) {
            case SchemaStanding.Failed failed -> "Migration " + failed.version() + " failed half-way";
            case SchemaStanding.Behind behind ->
                "Migration " + behind.missing().getFirst() + " failed and left nothing behind";
            case SchemaStanding.Current _, SchemaStanding.Newer _, SchemaStanding.Altered _ -> "The migration failed";
        };
        return new SchemaException(version + ": " + reason(e), e);
    }

    private static String reason(FlywayException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused) {
                return String.valueOf(refused.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; ");
            }
        }
        return String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
