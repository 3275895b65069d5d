package io.quartermaster.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SchemaStandingTest {
    private static final Migration FIRST = Migration.parse("V0001__first.sql 11");
    private static final Migration SECOND = Migration.parse("V0002__second.sql -22");
    private static final Migration THIRD = Migration.parse("V0003__third.sql 33");
    private static final Migration FOURTH = Migration.parse("V0004__fourth.sql 44");
    private static final Release OURS = new Release("/db/nowhere", List.of(FIRST, SECOND));

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
                .isEqualTo(new SchemaStanding.Newer(THIRD.version(), Optional.empty()));
    }

    @Test
    void moreAppliedThatRunsBesideUsIsCompatible() {
        SchemaStanding standing =
                compare(Map.of(version("0003"), version("0002")), applied(FIRST), applied(SECOND), applied(THIRD));
        assertThat(standing).isEqualTo(new SchemaStanding.NewerButCompatible(version("0003"), version("0002")));
        assertThat(standing.usable()).isTrue();
    }

    @Test
    void oneLaterMigrationThatDoesNotRunBesideUsIsEnough() {
        SchemaStanding standing = compare(
                Map.of(version("0003"), version("0003"), version("0004"), version("0002")),
                applied(FIRST),
                applied(SECOND),
                applied(THIRD),
                applied(FOURTH));
        assertThat(standing).isEqualTo(new SchemaStanding.Newer(version("0004"), Optional.of(version("0003"))));
        assertThat(standing.sentence()).contains("only releases of version 0003 or newer may run beside it");
        assertThat(standing.usable()).isFalse();
    }

    @Test
    void aLaterMigrationThatSaysNothingIsNotTrusted() {
        assertThat(compare(
                        Map.of(version("0003"), version("0002")),
                        applied(FIRST),
                        applied(SECOND),
                        applied(THIRD),
                        applied(FOURTH)))
                .isEqualTo(new SchemaStanding.Newer(version("0004"), Optional.empty()));
    }

    @Test
    void aCompatibleOneMustStillHaveOurMigrationsAsTheyAre() {
        Map<SchemaVersion, SchemaVersion> recorded = Map.of(version("0003"), version("0001"));
        assertThat(compare(recorded, applied(FIRST), applied(THIRD)))
                .isEqualTo(new SchemaStanding.Newer(version("0003"), Optional.empty()));
        assertThat(compare(recorded, applied(FIRST), new AppliedMigration(SECOND.version(), 23, true), applied(THIRD)))
                .isEqualTo(new SchemaStanding.Altered(version("0002")));
    }

    @Test
    void whatALaterReleaseLeftHalfWayIsNoConcernOfOneThatRunsBesideIt() {
        assertThat(compare(
                        Map.of(version("0003"), version("0002")),
                        applied(FIRST),
                        applied(SECOND),
                        new AppliedMigration(THIRD.version(), 33, false)))
                .isEqualTo(new SchemaStanding.NewerButCompatible(version("0003"), version("0002")));
    }

    @Test
    void theHeadOfAMigrationSaysWhatItRunsBeside() {
        Migration told = Migration.of("V0003__third.sql", 33, "-- Runs beside: 0002\n-- More.\nselect 1;");
        assertThat(told.line()).isEqualTo("V0003__third.sql 33 0002");
        assertThat(Migration.parse(told.line())).isEqualTo(told);
        assertThat(Migration.of("V0003__third.sql", 33, "select 1;")).isEqualTo(THIRD);
        assertThatThrownBy(() -> Migration.parse("V0003__third.sql 33 0004"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("runs beside 0004, which comes later");
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
            assertThat(SchemaStanding.of(server).sentence())
                    .contains("no tables of Quartermaster yet")
                    .contains("needs version " + SchemaVersion.expected());
        }
    }

    private static AppliedMigration applied(Migration migration) {
        return new AppliedMigration(migration.version(), migration.checksum(), true);
    }

    private static SchemaStanding compare(AppliedMigration... applied) {
        return compare(Map.of(), applied);
    }

    private static SchemaStanding compare(Map<SchemaVersion, SchemaVersion> runsBeside, AppliedMigration... applied) {
        return new SchemaComparison(List.of(applied), OURS, runsBeside).standing();
    }

    private static SchemaVersion version(String text) {
        return new SchemaVersion(text);
    }
}
