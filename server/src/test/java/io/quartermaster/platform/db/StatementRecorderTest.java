package io.quartermaster.platform.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.DatabaseScene;
import io.quartermaster.platform.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written down of a statement: who issued it, and the Java types on both of its sides. */
final class StatementRecorderTest {

    @TempDir
    private Path folder;

    @Test
    void aStatementIsWrittenOnceHoweverOftenItIsIssuedAndHoweverLongItsLists() throws IOException {
        try (DatabaseScene scene = new DatabaseScene()) {
            ConfigVersionStore store = new ConfigVersionStore();
            DSLContext sql = DSL.using(new DefaultConfiguration()
                    .set(scene.pool())
                    .set(SQLDialect.POSTGRES)
                    .set(new StatementRecorder(folder)));

            store.bump(sql, new TenantId(UUID.randomUUID()), Instant.now()); // no row, and yet its columns are told
            store.bump(sql, scene.tenant(), Instant.now());
            sql.selectOne().fetch(); // of no store

            assertThat(files(".statement")).singleElement().asString().satisfies(block -> {
                assertThat(block.lines().findFirst()).contains("platform.db.ConfigVersionStore.bump");
                assertThat(block)
                        .contains("\n    takes Integer, Instant, UUID\n    gives version Long, changed_at Instant\n");
            });
            assertThat(files(".reached"))
                    .singleElement()
                    .asString()
                    .startsWith("io.quartermaster.platform.db.ConfigVersionStore bump (Lorg/jooq/DSLContext;");
        }
    }

    private List<String> files(String kind) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(kind))
                    .map(file -> {
                        try {
                            return Files.readString(file);
                        } catch (IOException failure) {
                            throw new UncheckedIOException(failure);
                        }
                    })
                    .toList();
        }
    }
}
