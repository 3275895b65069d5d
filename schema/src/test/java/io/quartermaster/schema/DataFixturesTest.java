package io.quartermaster.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What each release wrote is still there, and means what it should, after all later migrations. */
final class DataFixturesTest {

    /** A row of a table, as JSON with all columns it had when it was written. */
    private record Row(String table, String json) {}

    @Test
    void everyMigrationHasAFixture() {
        for (Migration migration : Release.current().migrations()) {
            assertThat(getClass().getResource(Fixture.FOLDER + Fixture.file(migration.version())))
                    .as(
                            "a fixture of what the release of %s writes (bin/new-migration makes its file)",
                            migration.file())
                    .isNotNull();
        }
    }

    @Test
    void whatEachReleaseWroteIsThereAfterAllLaterMigrations() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.empty();
                Connection owner = database.asOwner()) {
            List<Fixture> fixtures = new ArrayList<>();
            Set<Row> written = new HashSet<>();
            for (Migration migration : Release.current().migrations()) {
                Fixture fixture = Fixture.of(migration.version());
                fixture.migrate(database);
                written.addAll(added(owner, fixture));
                fixtures.add(fixture);
            }
            SoftAssertions all = new SoftAssertions();
            for (Row row : written) {
                all.assertThat(isStillThere(owner, row)).as("%s", row).isTrue();
            }
            for (Fixture fixture : fixtures) {
                for (Fixture.Expectation expectation : fixture.expectations()) {
                    all.assertThat(text(owner, expectation.query()))
                            .as("%s: %s", fixture.version(), expectation.query())
                            .isEqualTo(expectation.answer());
                }
            }
            all.assertAll();
        }
    }

    private static Set<Row> added(Connection owner, Fixture fixture) throws SQLException {
        Set<Row> before = rows(owner);
        fixture.insert(owner);
        Set<Row> added = rows(owner);
        added.removeAll(before);
        assertThat(added)
                .as("rows that the fixture of %s inserts", fixture.version())
                .isNotEmpty();
        assertThat(rows(owner)).as("a fixture inserts and changes nothing").containsAll(before);
        return added;
    }

    private static Set<Row> rows(Connection owner) throws SQLException {
        Set<Row> rows = new HashSet<>();
        for (String table : texts(owner, CatalogueQueries.TABLES)) {
            texts(owner, "select to_jsonb(t) from " + table + " t").forEach(json -> rows.add(new Row(table, json)));
        }
        return rows;
    }

    private static boolean isStillThere(Connection owner, Row row) throws SQLException {
        try (PreparedStatement select = owner.prepareStatement(
                "select exists (select from " + row.table() + " t where to_jsonb(t) @> ?::jsonb)")) {
            select.setString(1, row.json());
            try (ResultSet answer = select.executeQuery()) {
                answer.next();
                return answer.getBoolean(1);
            }
        }
    }

    private static String text(Connection owner, String query) throws SQLException {
        return String.join("; ", texts(owner, query));
    }

    private static List<String> texts(Connection owner, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(String.valueOf(rows.getString(1)));
            }
        }
        return texts;
    }
}
