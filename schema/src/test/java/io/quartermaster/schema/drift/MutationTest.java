package io.quartermaster.schema.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.schema.ScratchServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every change of mutations.txt is found, called by its name and taken back by its repair, on the oldest PostgreSQL and on the embedded one. */
final class MutationTest {

    private static MutationBench embedded;
    private static MutationBench oldest;

    @BeforeAll
    static void make() throws SQLException {
        embedded = MutationBench.on(ScratchServer.shared());
        oldest = MutationBench.on(ScratchServer.oldest());
    }

    @AfterAll
    static void drop() throws SQLException {
        embedded.close();
        oldest.close();
    }

    @Test
    void nothingIsFoundWhereNothingDiffers() throws SQLException {
        for (MutationBench bench : List.of(embedded, oldest)) {
            assertThat(bench.run("select 1").found()).isEmpty();
        }
    }

    /** What the tests below show, as it is committed. */
    @Test
    void theCommittedTableTellsOfTheseChanges() throws IOException {
        assertThat(Mutation.list()).hasSizeGreaterThan(150).doesNotHaveDuplicates();
        assertThat(Files.readString(Path.of(MutationTable.FILE)))
                .as("run bin/schema-mutations")
                .isEqualTo(MutationTable.expected());
    }

    @TestFactory
    Stream<DynamicTest> onTheEmbeddedPostgres() {
        return tests(embedded);
    }

    @TestFactory
    Stream<DynamicTest> onTheOldestPostgres() {
        return tests(oldest);
    }

    private static Stream<DynamicTest> tests(MutationBench bench) {
        return Mutation.list().stream()
                .map(mutation -> DynamicTest.dynamicTest(mutation.sql(), () -> {
                    MutationBench.Outcome outcome = bench.run(mutation.sql());
                    assertThat(MutationBench.Outcome.told(outcome.found()))
                            .containsExactlyInAnyOrderElementsOf(mutation.told());
                    assertThat(MutationBench.Outcome.told(outcome.left()))
                            .as("after %s", outcome.found())
                            .containsExactlyInAnyOrderElementsOf(mutation.left());
                }));
    }
}
