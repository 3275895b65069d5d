package io.quartermaster.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.schema.code.GeneratedCheck;
import io.quartermaster.schema.drift.Advice;
import io.quartermaster.schema.drift.ExpectedSchema;
import io.quartermaster.schema.drift.Fingerprint;
import io.quartermaster.schema.drift.SchemaDrift;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** On the oldest PostgreSQL that is supported the migrations give the same schema, word by word. */
final class OldestPostgresTest {

    private static final ScratchServer OLDEST = ScratchServer.oldest();
    private static final DatabaseRole OWNER = new DatabaseRole(Roles.OWNER, "owner-on-the-oldest");
    private static final DatabaseRole SERVER = new DatabaseRole(Roles.SERVER, "server-on-the-oldest");

    @BeforeAll
    static void migrate() throws SQLException {
        for (String name : List.of("live", "expected")) {
            Roles.prepare(OLDEST::superuser, name, OWNER, SERVER);
        }
        new Migrator(source("live"), SERVER.name()).migrate();
        try (Connection live = connect("live", OWNER)) {
            ExpectedSchema.build(source("expected"), SERVER.name(), live);
        }
    }

    @AfterAll
    static void drop() throws SQLException {
        OLDEST.execute("drop database live with (force)");
        OLDEST.execute("drop database expected with (force)");
    }

    @Test
    void theSchemaIsTheSame() throws Exception {
        try (Connection owner = connect("live", OWNER)) {
            assertThat(SchemaSnapshot.of(owner, SERVER.name()))
                    .isEqualTo(Files.readString(Path.of(GeneratedSources.SNAPSHOT)));
        }
    }

    @Test
    void aStartFindsNothing() throws SQLException {
        try (Connection server = connect("live", SERVER)) {
            assertThat(Fingerprint.compare(server)).isEmpty();
        }
    }

    @Test
    void aComparisonFindsNothing() throws SQLException {
        try (Connection scratch = connect("expected", OWNER);
                Connection live = connect("live", OWNER);
                Statement statement = live.createStatement()) {
            statement.execute(
                    "create schema archive; create table archive.duplicates (id uuid)"); // as a repair leaves it
            assertThat(GeneratedCheck.of(live)).isEmpty();
            assertThat(SchemaDrift.compare(scratch, live, ExpectedSchema.ignoring(SERVER.name(), List.of())))
                    .isEmpty();
            assertThat(Advice.of(live)).isEmpty();
        }
    }

    private static Connection connect(String database, DatabaseRole role) throws SQLException {
        return DriverManager.getConnection(OLDEST.url(database), role.name(), role.password());
    }

    private static PGSimpleDataSource source(String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(OLDEST.url(database));
        source.setUser(OWNER.name());
        source.setPassword(OWNER.password());
        return source;
    }
}
