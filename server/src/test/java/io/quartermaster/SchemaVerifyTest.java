package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.config.SettingsReader;
import io.quartermaster.platform.db.Pool;
import io.quartermaster.platform.json.Json;
import io.quartermaster.schema.drift.Finding;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.database.TestDatabase;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code schema verify} as people type it, and what a start does about a schema that somebody changed. */
final class SchemaVerifyTest {

    private static final String INDEX = "drop index concurrently if exists public.audit_events_by_actor";
    /** As a database is that was just made. */
    private static final String EMPTY =
            "drop schema public cascade; create schema public authorization pg_database_owner;"
                    + " grant usage on schema public to public; comment on schema public is 'standard public schema'";

    private static final String CHECK = "alter table public.tenants drop constraint tenants_name_length";

    @TempDir
    private Path folder;

    private record Ended(int code, String out, String err) {}

    @Test
    void besideARunningServerItTellsAllAndAStartTellsTheWorst() throws Exception {
        Map<String, String> settings =
                Map.of("QM_DATA_DIR", folder.resolve("data").toString());
        try (ServerProcess server = ServerProcess.serve(folder, Map.of())) {
            assertThat(server.address()).isNotNull();
            assertThat(run(settings, "schema", "verify")).isEqualTo(new Ended(0, "No changes detected\n", ""));

            RunningDatabase running = RunningDatabase.openBeside(settings(settings), step -> {});
            execute(running, CHECK, "create index tenants_more on public.tenants (name)");
            Ended text = run(settings, "schema", "verify");
            assertThat(text.code()).isEqualTo(1);
            assertThat(text.out())
                    .startsWith("BLOCKING  check_missing: constraint tenants_name_length on table public.tenants\n")
                    .contains("repair   drop index concurrently public.tenants_more;")
                    .endsWith("2 differences: 1 blocking, 1 warning.\n");
            Ended ignoring = run(
                    settings, "schema", "verify", "--json", "--ignore", "index tenants_more on table public.tenants");
            JsonNode document = Json.mapper().readTree(ignoring.out());
            assertThat(document.path("differences")).hasSize(1);
            assertThat(document.at("/differences/0/kind").asString()).isEqualTo("check_missing");
            assertThat(document.at("/differences/0/severity").asString()).isEqualTo("blocking");
            assertThat(document.at("/differences/0/repair/0").asString())
                    .startsWith("alter table public.tenants add constraint tenants_name_length CHECK");
            server.terminate();
            server.exitCode();
        }
        Ended refused = run(settings, "serve");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains(
                        "constraint missing (constraint public.tenants.tenants_name_length)",
                        "quartermaster schema verify");

        try (RunningDatabase running = RunningDatabase.openBeside(settings(settings), step -> {})) {
            for (String statement : repairs(settings)) {
                execute(running, statement);
            }
        }
        try (ServerProcess server = ServerProcess.serve(folder, Map.of())) {
            assertThat(server.address()).isNotNull();
            server.terminate();
            server.exitCode();
        }
    }

    @Test
    void aWarningIsToldByTheNodeThatServes() throws Exception {
        try (TestServer server = TestServer.start()) {
            try (Connection owner = server.database().connectAsOwner()) {
                execute(owner, INDEX);
            }
            try (TestServer second = server.secondNode();
                    HttpClient client = HttpClient.newHttpClient()) {
                HttpRequest ready = HttpRequest.newBuilder(second.address().resolve("/health/ready"))
                        .build();
                Eventually.await(
                        Duration.ofSeconds(20),
                        "the warning",
                        () -> client.sendAsync(ready, HttpResponse.BodyHandlers.ofString())
                                .join()
                                .body()
                                .contains("index missing (index public.audit_events.audit_events_by_actor)"));
            }
        }
    }

    @Test
    void aRoleThatMayCreateNoDatabaseIsToldOfBothWays() throws Exception {
        try (TestDatabase live = TestDatabase.create();
                TestDatabase scratch = TestDatabase.create()) {
            Settings settings = settings(external(live));
            assertThatThrownBy(() -> new SchemaVerification(Optional.empty(), List.of()).ofOurs(settings))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContainingAll("createdb", "--scratch");
            SchemaVerification inUse = new SchemaVerification(Optional.of(scratch.jdbcUrl()), List.of());
            assertThatThrownBy(() -> inUse.ofOurs(settings)).hasMessageContainingAll("--scratch", "not empty");
            try (Connection superuser = scratch.connectAsSuperuser()) {
                execute(superuser, EMPTY);
            }
            assertThat(new SchemaVerification(Optional.of(scratch.jdbcUrl()), List.of()).ofOurs(settings))
                    .isEmpty();
        }
    }

    @Test
    void anybodysMigrationsAreComparedWithTheirDatabase() throws Exception {
        Files.writeString(
                folder.resolve("V1__first.sql"), "create table notes (id bigint primary key, text varchar(20))");
        Files.writeString(
                folder.resolve("V10__third.sql"),
                "create index concurrently notes_by_text on notes (text);\nselect 1;");
        Files.writeString(folder.resolve("V2__second.sql"), "alter table notes alter column text type text");
        Files.writeString(folder.resolve("V2__second.down.sql"), "no way back");
        try (TestDatabase other = TestDatabase.create();
                Connection superuser = other.connectAsSuperuser()) {
            execute(
                    superuser,
                    EMPTY,
                    "create role note_taker login createdb password 'of a test'",
                    "alter database " + other.name() + " owner to note_taker",
                    "set role note_taker",
                    "create table notes (id bigint primary key, text varchar(20))",
                    "create index notes_by_text on notes (text)",
                    "create table schema_migrations (version text)",
                    "reset role");
            String url = other.jdbcUrl() + "?user=note_taker&password=of+a+test";
            List<Finding> findings = new SchemaVerification(Optional.empty(), List.of()).ofAnother(folder, url);
            assertThat(findings).extracting(Finding::kind).containsExactly("column_type_changed");
            assertThat(findings.getFirst().expected()).isEqualTo("text");
            assertThat(findings.getFirst().found()).isEqualTo("character varying(20)");
            for (String repair : findings.getFirst().repair()) {
                execute(superuser, repair);
            }
            assertThat(new SchemaVerification(Optional.empty(), List.of()).ofAnother(folder, url))
                    .isEmpty();
            Files.writeString(folder.resolve("V11__broken.sql"), "alter table nobody add column x text");
            assertThatThrownBy(() -> new SchemaVerification(Optional.empty(), List.of()).ofAnother(folder, url))
                    .hasMessageContainingAll("V11__broken.sql", "does not run");
        }
    }

    private List<String> repairs(Map<String, String> settings) {
        return new SchemaVerification(Optional.empty(), List.of())
                .ofOurs(settings(settings)).stream()
                        .flatMap(finding -> finding.repair().stream())
                        .toList();
    }

    private static Map<String, String> external(TestDatabase database) {
        Map<String, String> settings = new HashMap<>();
        settings.put("QM_DATABASE_URL", database.jdbcUrl());
        settings.put("QM_DATABASE_USER", database.server().name());
        settings.put("QM_DATABASE_PASSWORD", database.server().password());
        settings.put("QM_DATABASE_OWNER_USER", database.owner().name());
        settings.put("QM_DATABASE_OWNER_PASSWORD", database.owner().password());
        settings.put("QM_MASTER_KEY", Base64.getEncoder().encodeToString(new byte[32]));
        return settings;
    }

    private static Settings settings(Map<String, String> environment) {
        return SettingsReader.read(environment, Path.of("no-such-file.yaml"), List.of());
    }

    private static void execute(RunningDatabase running, String... statements) throws SQLException {
        try (Connection owner = Pool.connect(running.url(), running.requireOwner("Testing"))) {
            execute(owner, statements);
        }
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private Ended run(Map<String, String> settings, String... command) throws IOException {
        ServerProcess process = ServerProcess.start(folder, settings, command);
        int code = process.exitCode();
        return new Ended(code, process.out(), process.err());
    }
}
