package io.quartermaster.schema;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Rows as the release of one version wrote them, and what is to be read of them after all later migrations. */
record Fixture(SchemaVersion version, String sql, List<Expectation> expectations) {
    static final String FOLDER = "/db/fixtures/";
    private static final Pattern AFTERWARDS = Pattern.compile("(?m)^-- Afterwards: (.*) => (.*)$");

    Fixture {
        expectations = List.copyOf(expectations);
    }

    /** A query at the newest version, and its one answer. */
    record Expectation(String query, String answer) {}

    static String file(SchemaVersion version) {
        return "V" + version + ".sql";
    }

    static Fixture of(SchemaVersion version) throws IOException {
        String name = FOLDER + file(version);
        try (InputStream file = Objects.requireNonNull(Fixture.class.getResourceAsStream(name), name)) {
            String sql = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return new Fixture(
                    version,
                    sql,
                    AFTERWARDS
                            .matcher(sql)
                            .results()
                            .map(match -> new Expectation(match.group(1), match.group(2)))
                            .toList());
        }
    }

    /** Brings a database to this version, with partitions for what fixtures write. */
    void migrate(ScratchDatabase database) throws SQLException {
        new Migrator(
                        database.owner(),
                        ScratchDatabase.SERVER.name(),
                        Clock.systemUTC(),
                        Release.current().upTo(version))
                .migrate();
        try (Connection owner = database.asOwner()) {
            Partitions.create(owner, YearMonth.of(2026, 2), YearMonth.of(2026, 2));
        }
    }

    void insert(Connection owner) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }
}
