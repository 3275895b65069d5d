package io.quartermaster.schema;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/**
 * Everything that is generated from the migrations and committed: the list of migrations, the schema as SQL, the jOOQ tables.
 * The main method writes them; bin/generate-schema calls it.
 */
final class GeneratedSources {
    static final String MIGRATIONS = "src/main/resources/db/migrations.txt";
    static final String SNAPSHOT = "schema.sql";
    static final String TABLES = "src/generated/java";

    private GeneratedSources() {}

    public static void main(String[] arguments) throws Exception {
        Path module = Path.of(arguments[0]);
        try (ScratchDatabase database = ScratchDatabase.empty()) {
            Files.writeString(module.resolve(MIGRATIONS), migrations(database));
            Files.writeString(module.resolve(SNAPSHOT), migratedSnapshot(database));
            try (Connection connection = database.asOwner()) {
                JooqTables.generate(connection, module.resolve(TABLES));
            }
        }
    }

    /** As Flyway finds them and adds them up. */
    static String migrations(ScratchDatabase database) {
        MigrationInfo[] found = Flyway.configure(GeneratedSources.class.getClassLoader())
                .dataSource(database.owner())
                .locations("classpath:db/migration")
                .loggers("slf4j")
                .load()
                .info()
                .all();
        return Arrays.stream(found)
                .map(migration -> Migration.of(migration.getScript(), migration.getChecksum())
                                .line() + "\n")
                .collect(Collectors.joining());
    }

    /** Without asking this release's list, which may be older than the migrations. */
    static String migratedSnapshot(ScratchDatabase database) throws Exception {
        try (Connection connection = database.asOwner()) {
            new FlywayRun(database.owner(), new ServerRole(ScratchDatabase.SERVER.name())).apply(connection);
            return SchemaSnapshot.of(connection, ScratchDatabase.SERVER.name());
        }
    }
}
