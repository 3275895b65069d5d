package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.doctor.Check;
import io.quartermaster.doctor.Check.Level;
import io.quartermaster.doctor.Diagnosis;
import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.config.SettingsReader;
import io.quartermaster.platform.json.Json;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.schema.drift.Finding;
import io.quartermaster.schema.drift.Severity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class DoctorTest {

    @TempDir
    private Path folder;

    @Test
    void aGoodNodeIsAllRightWhetherItRunsOrNotAndNoSecretIsTold() throws Exception {
        List<String> secrets;
        try (ServerProcess server = ServerProcess.serve(folder, Map.of())) {
            AdminClient operator =
                    new AdminClient(server.address(), server.shownOperatorKey().orElseThrow());
            operator.createTenant("acme");
            operator.createProvider("acme", "main", URI.create("http://127.0.0.1:9"));
            secrets = List.of(
                    server.shownOperatorKey().orElseThrow(),
                    Files.readString(data().resolve("master.key")).strip(),
                    Files.readString(data().resolve("postgres/superuser.password"))
                            .strip());
            try (ServerProcess doctor = doctor("--json")) {
                assertThat(doctor.exitCode()).as(doctor.out() + doctor.err()).isZero();
                JsonNode told = Json.tree(doctor.out());
                assertThat(told.path("failures").asInt(-1)).isZero();
                assertThat(told.path("checks").size()).isGreaterThan(12);
                assertThat(secrets).noneMatch(secret -> doctor.out().contains(secret));
                assertThat(secrets).noneMatch(secret -> doctor.err().contains(secret));
            }
            server.terminate();
            server.exitCode();
        }
        Diagnosis stopped = examine(Map.of());
        assertThat(stopped.count(Level.FAILURE)).as(stopped.toString()).isZero();
        assertThat(check(stopped, "master_key").found()).startsWith("it opens all ");
        assertThat(stopped.checks())
                .extracting(Check::name)
                .contains(
                        "release",
                        "open_files",
                        "memory",
                        "data_folder",
                        "disk",
                        "spool",
                        "refused_events",
                        "public_url",
                        "postgresql",
                        "clock",
                        "schema",
                        "drift",
                        "server_role",
                        "owner_role",
                        "partitions",
                        "operator_key",
                        "master_key_file",
                        "master_key");
        assertThat(secrets).noneMatch(secret -> stopped.toString().contains(secret));

        whatIsBrokenIsFoundWithItsWayOut();
        aTableThatIsGoneIsAFindingAndNoEnd();
    }

    private void aTableThatIsGoneIsAFindingAndNoEnd() throws SQLException {
        change("alter table operator_keys rename to operator_keys_away");
        Diagnosis drifted = examine(Map.of());
        assertThat(check(drifted, "stored_secrets"))
                .returns(Level.FAILURE, Check::level)
                .satisfies(check -> assertThat(check.found()).endsWith("(SQLSTATE 42P01)"));
        assertThat(check(drifted, "drift").level()).isEqualTo(Level.FAILURE);
        change("alter table operator_keys_away rename to operator_keys");
    }

    private void change(String sql) throws SQLException {
        try (RunningDatabase database = RunningDatabase.openBeside(settings(Map.of()), step -> {});
                Connection owner = database.ownerConnections().orElseThrow().getConnection();
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aFolderWithoutADatabaseStaysWithoutOneAndTheMasterKeyIsLookedAtAllTheSame() throws IOException {
        Files.createDirectories(data().resolve("postgres"));
        Files.writeString(data().resolve("master.key"), "no key");
        Diagnosis diagnosis = examine(Map.of());
        assertThat(check(diagnosis, "database").found()).startsWith("There is no database in ");
        assertThat(check(diagnosis, "master_key_file").level()).isEqualTo(Level.FAILURE);
        assertThat(data().resolve("postgres")).isEmptyDirectory();
    }

    private void whatIsBrokenIsFoundWithItsWayOut() throws IOException {
        Path key = data().resolve("master.key");
        String right = Files.readString(key);
        Files.writeString(key, "MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(data().resolve("spool/refused.jsonl"), "{}\n{}\n");
        Files.writeString(data().resolve("spool/000000000000000009.spool.unreadable"), "");
        Diagnosis broken = examine(
                Map.of("QM_PUBLIC_URL", "http://qm.example.org", "QM_REDIS_URL", "redis://:geheim@127.0.0.1:1"));
        assertThat(check(broken, "master_key"))
                .returns(Level.FAILURE, Check::level)
                .satisfies(check ->
                        assertThat(check.found()).matches("it does not open ([0-9]+) of \\1 data keys, of 1 tenants"));
        assertThat(check(broken, "data_folder"))
                .returns(Level.FAILURE, Check::level)
                .satisfies(check -> assertThat(check.found()).contains("master.key"));
        assertThat(check(broken, "refused_events"))
                .returns(Level.WARNING, Check::level)
                .satisfies(check -> assertThat(check.found()).startsWith("2 usage events"))
                .satisfies(check -> assertThat(check.wayOut()).contains("usage replay-refused"));
        assertThat(check(broken, "spool").level()).isEqualTo(Level.WARNING);
        assertThat(check(broken, "public_url").level()).isEqualTo(Level.WARNING);
        assertThat(check(broken, "redis"))
                .returns(Level.WARNING, Check::level)
                .satisfies(check -> assertThat(check.toString()).doesNotContain("geheim"));
        Diagnosis late =
                DoctorCommand.examine(settings(Map.of()), Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5)));
        assertThat(check(late, "clock"))
                .returns(Level.FAILURE, Check::level)
                .satisfies(check -> assertThat(check.found()).contains("ahead of the database"));
        Files.writeString(key, right);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        assertThat(examine(Map.of()).count(Level.FAILURE)).isZero();
    }

    @Test
    void aDatabaseThatIsNotThereIsAFailureAndAWrongSettingIsWrongUse() throws IOException {
        Files.createDirectories(data());
        Diagnosis absent = examine(Map.of(
                "QM_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/none?options=geheim",
                "QM_DATABASE_USER", "u",
                "QM_DATABASE_PASSWORD", "p",
                "QM_MASTER_KEY", "MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY="));
        assertThat(check(absent, "database"))
                .returns(Level.FAILURE, Check::level)
                .satisfies(check ->
                        assertThat(check.toString()).contains("does not answer").doesNotContain("geheim"));
        try (ServerProcess wrong = ServerProcess.start(folder, Map.of("QM_HTTP_PORT", "many"), "doctor")) {
            assertThat(wrong.exitCode()).isEqualTo(2);
        }
        try (ServerProcess none = doctor()) {
            assertThat(none.exitCode()).isEqualTo(1);
            assertThat(none.out()).contains("failure  database", "-> ");
        }
    }

    @Test
    void driftIsJudgedByWhatAStartWouldDo() {
        Finding index = drift(Severity.WARNING, "index_missing", "index public.tenants.tenants_more");
        Finding check = drift(Severity.BLOCKING, "constraint_missing", "constraint public.tenants.tenants_slug");
        assertThat(DatabaseChecks.drift(List.of()).level()).isEqualTo(Level.OK);
        assertThat(DatabaseChecks.drift(List.of(index)).level()).isEqualTo(Level.WARNING);
        assertThat(DatabaseChecks.drift(List.of(index, check)))
                .returns(Level.FAILURE, Check::level)
                .satisfies(told -> assertThat(told.found()).contains("constraint public.tenants.tenants_slug"))
                .satisfies(told -> assertThat(told.wayOut()).contains("schema verify"));
    }

    private static Finding drift(Severity severity, String kind, String object) {
        return new Finding(severity, kind, object, "", "", "", List.of());
    }

    @Test
    void clocksAndMonthsAreJudgedByHowFarTheyAre() {
        assertThat(DatabaseChecks.clock(Duration.ofMillis(-1_900)).level()).isEqualTo(Level.OK);
        assertThat(DatabaseChecks.clock(Duration.ofSeconds(-3)).level()).isEqualTo(Level.WARNING);
        assertThat(DatabaseChecks.clock(Duration.ofSeconds(-31)).found()).contains("31 s behind");
        assertThat(DatabaseChecks.partitions(-1).level()).isEqualTo(Level.FAILURE);
        assertThat(DatabaseChecks.partitions(2).level()).isEqualTo(Level.WARNING);
        assertThat(DatabaseChecks.partitions(3).level()).isEqualTo(Level.OK);
    }

    private Path data() {
        return folder.resolve("data");
    }

    private ServerProcess doctor(String... options) {
        return ServerProcess.start(
                folder,
                Map.of("QM_DATA_DIR", data().toString()),
                Stream.concat(Stream.of("doctor"), Stream.of(options)).toArray(String[]::new));
    }

    private Diagnosis examine(Map<String, String> more) {
        return DoctorCommand.examine(settings(more), Clock.systemUTC());
    }

    private Settings settings(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("QM_DATA_DIR", data().toString());
        return SettingsReader.read(
                environment,
                folder.resolve("none.yaml"),
                Stream.of(ProviderFamily.values()).map(ProviderFamily::word).toList());
    }

    private static Check check(Diagnosis diagnosis, String name) {
        return diagnosis.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no check " + name + " in " + diagnosis));
    }
}
