package io.quartermaster.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.schema.drift.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is committed is what the migrations give; if one of these fails, run bin/generate-schema. */
final class GeneratedSourcesTest {

    @Test
    void theCommittedTablesAreThoseOfTheMigrations(@TempDir Path fresh) throws Exception {
        try (ScratchDatabase database = ScratchDatabase.migrated();
                Connection owner = database.asOwner()) {
            JooqTables.generate(owner, fresh);
        }
        assertThat(files(Path.of(GeneratedSources.TABLES)))
                .as("run bin/generate-schema")
                .isEqualTo(files(fresh));
    }

    @Test
    void theCommittedSchemaIsThatOfTheMigrations() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.empty()) {
            assertThat(GeneratedSources.migratedSnapshot(database))
                    .as("run bin/generate-schema")
                    .isEqualTo(Files.readString(Path.of(GeneratedSources.SNAPSHOT)));
        }
    }

    @Test
    void theCommittedFingerprintIsThatOfTheMigrations() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.migrated();
                Connection server = database.asServer()) {
            assertThat(Fingerprint.text(server))
                    .as("run bin/generate-schema")
                    .isEqualTo(Files.readString(Path.of(GeneratedSources.FINGERPRINT)));
        }
    }

    @Test
    void theCommittedListOfMigrationsIsFlyways() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.empty()) {
            assertThat(GeneratedSources.migrations(database))
                    .as("run bin/generate-schema")
                    .isEqualTo(Files.readString(Path.of(GeneratedSources.MIGRATIONS)));
        }
    }

    private static Map<String, String> files(Path root) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                contents.put(root.relativize(path).toString(), Files.readString(path));
            }
        }
        return contents;
    }
}
