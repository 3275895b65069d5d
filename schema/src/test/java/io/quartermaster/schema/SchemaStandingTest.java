package io.quartermaster.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SchemaStandingTest {
    private static final Migration FIRST = Migration.parse("V0001__first.sql 11");
    private static final Migration SECOND = Migration.parse("V0002__second.sql -22");
    private static final Migration THIRD = Migration.parse("V0003__third.sql 33");
    private static final List<Migration> OURS = List.of(FIRST, SECOND);

    @Test
    void allAppliedIsCurrent() {
        assertThat(compare(applied(FIRST), applied(SECOND))).isEqualTo(new SchemaStanding.Current(SECOND.version()));
    }

    @Test
    void noneAppliedIsBehindByAll() {
        assertThat(compare())
                .isEqualTo(new SchemaStanding.Behind(Optional.empty(), List.of(FIRST.version(), SECOND.version())));
    }

    @Test
    void someAppliedIsBehindByTheRest() {
        SchemaStanding behind = compare(applied(FIRST));
        assertThat(behind)
                .isEqualTo(new SchemaStanding.Behind(Optional.of(FIRST.version()), List.of(SECOND.version())));
        assertThat(behind.sentence())
                .isEqualTo("The database is at version 0001; this release needs version 0002:"
                        + " run \"quartermaster migrate\" with the owner role.");
    }

    @Test
    void moreAppliedIsNewer() {
        assertThat(compare(applied(FIRST), applied(SECOND), applied(THIRD)))
                .isEqualTo(new SchemaStanding.Newer(THIRD.version()));
    }

    @Test
    void anotherChecksumIsAltered() {
        assertThat(compare(new AppliedMigration(FIRST.version(), 12, true), applied(SECOND)))
                .isEqualTo(new SchemaStanding.Altered(FIRST.version()));
    }

    @Test
    void aGapIsAltered() {
        assertThat(compare(applied(SECOND))).isEqualTo(new SchemaStanding.Altered(SECOND.version()));
    }

    @Test
    void aFailureComesBeforeEverythingElse() {
        assertThat(compare(applied(FIRST), applied(SECOND), new AppliedMigration(THIRD.version(), 33, false)))
                .isEqualTo(new SchemaStanding.Failed(THIRD.version()));
    }

    @Test
    void aDatabaseWithoutTablesIsToldApartFromAnOldOne() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.empty();
                Connection server = database.asServer()) {
            assertThatThrownBy(() -> SchemaStanding.requireCurrent(server))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("no tables of Quartermaster yet")
                    .hasMessageContaining("needs version " + SchemaVersion.expected());
        }
    }

    private static AppliedMigration applied(Migration migration) {
        return new AppliedMigration(migration.version(), migration.checksum(), true);
    }

    private static SchemaStanding compare(AppliedMigration... applied) {
        return SchemaStanding.compare(List.of(applied), OURS);
    }
}
