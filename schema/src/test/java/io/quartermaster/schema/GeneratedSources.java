package io.quartermaster.schema;

import io.quartermaster.schema.drift.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/**
 * Everything that is generated from the migrations and committed: the list of migrations, the schema as SQL, the jOOQ tables,
 * what a start compares the database with.
 * The main method writes them; bin/generate-schema calls it.
 */
final class GeneratedSources {
    static final String MIGRATIONS = "src/main/resources/db/migrations.txt";
    static final String SNAPSHOT = "schema.sql";
    static final String TABLES = "src/generated/java";
    static final String FINGERPRINT = "src/main/resources" + Fingerprint.SHIPPED;

    private GeneratedSources() {}

    public static void main(String[] arguments) throws Exception {
        Path module = Path.of(arguments[0]);
        try (ScratchDatabase database = ScratchDatabase.empty()) {
            Files.writeString(module.resolve(MIGRATIONS), migrations(database));
            Files.writeString(module.resolve(SNAPSHOT), migratedSnapshot(database));
            try (Connection connection = database.asOwner()) {
                JooqTables.generate(connection, module.resolve(TABLES));
                Files.writeString(module.resolve(FINGERPRINT), Fingerprint.text(connection));
            }
        }
    }

    /** As Flyway finds them and adds them up, with what their heads say. */
    static String migrations(ScratchDatabase database) {
        return release(database, Release.FOLDER).migrations().stream()
                .map(migration -> migration.line() + "\n")
                .collect(Collectors.joining());
    }

    /** What a folder of the classpath would be as a release. */
    static Release release(ScratchDatabase database, String folder) {
        MigrationInfo[] found = Flyway.configure(GeneratedSources.class.getClassLoader())
                .dataSource(database.owner())
                .locations("classpath:" + folder.substring(1))
                .loggers("slf4j")
                .load()
                .info()
                .all();
        return new Release(
                folder,
                Arrays.stream(found)
                        .map(migration -> Migration.of(
                                migration.getScript(), migration.getChecksum(), sql(folder, migration.getScript())))
                        .toList());
    }

    private static String sql(String folder, String file) {
        try (InputStream script =
                Objects.requireNonNull(GeneratedSources.class.getResourceAsStream(folder + "/" + file), file)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without asking this release's list, which may be older than the migrations. */
    static String migratedSnapshot(ScratchDatabase database) throws Exception {
        try (Connection connection = database.asOwner()) {
            Release found = release(database, Release.FOLDER);
            new MigrationRun(database.owner(), new ServerRole(ScratchDatabase.SERVER.name()), found)
                    .apply(connection, found.from(found.migrations().getFirst().version()));
            return SchemaSnapshot.of(connection, ScratchDatabase.SERVER.name());
        }
    }
}
