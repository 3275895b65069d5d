package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.testkit.Canary;
import io.quartermaster.testkit.ReservedPort;
import io.quartermaster.testkit.database.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What whoever starts the server wrongly gets to see: exit code 2 and one clear sentence for each thing that is wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefusedStartTest {

    private static final Canary PASSWORD = Canary.of("database password");
    private static final Canary OPERATOR_KEY = Canary.withPrefix("operator key", "qm_");

    private TestDatabase database;

    @TempDir
    private Path folder;

    @BeforeAll
    void start() {
        database = TestDatabase.create();
    }

    @AfterAll
    void stop() {
        database.close();
    }

    @Test
    void rolesThatRowLevelSecurityDoesNotBindAreRefused() throws Exception {
        String bypassing = "bypassing_" + Long.toHexString(new SecureRandom().nextLong());
        try (Connection superuser = database.connectAsSuperuser();
                Statement sql = superuser.createStatement()) {
            sql.execute("create role " + bypassing + " login bypassrls password '" + PASSWORD.value() + "'");
            try {
                assertRefused(Map.of("QM_DATABASE_USER", bypassing), bypassing + " has BYPASSRLS");
                sql.execute("alter role " + bypassing + " nobypassrls superuser");
                assertRefused(Map.of("QM_DATABASE_USER", bypassing), bypassing + " is a superuser");
            } finally {
                sql.execute("drop role " + bypassing);
            }
        }
        assertRefused(
                Map.of(
                        "QM_DATABASE_USER", database.owner().name(),
                        "QM_DATABASE_PASSWORD", database.owner().password()),
                database.owner().name() + " owns");
    }

    @Test
    void aDatabaseThatCannotBeReachedIsNamed() throws Exception {
        assertRefused(Map.of(), "refuses the role " + database.server().name(), "QM_DATABASE_USER");
        assertRefused(
                Map.of(
                        "QM_DATABASE_OWNER_USER", database.owner().name(),
                        "QM_DATABASE_OWNER_PASSWORD", PASSWORD.value()),
                "refuses the role " + database.owner().name(),
                "QM_DATABASE_OWNER_USER");
        try (ReservedPort nobody = new ReservedPort()) {
            assertRefused(
                    Map.of("QM_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + nobody.port() + "/none"),
                    "does not answer");
        }
        assertRefused(Map.of("QM_DATABASE_URL", "jdbc:postgresql://127.0.0.1:many/none"), "jdbc:postgresql://");
        assertRefused(
                Map.of(
                        "QM_DATABASE_URL", database.jdbcUrl().replace(database.name(), "no_such_database"),
                        "QM_DATABASE_PASSWORD", database.server().password()),
                "has no such database");
    }

    @Test
    void allThatIsWrongWithTheSettingsIsSaidAtOnce() throws Exception {
        Map<String, String> settings = settings(Map.of(
                "QM_DATABASE_URL", "mysql://example/db",
                "QM_HTTP_PORT", "eighty",
                "QM_MAX_STALENESS", "a while",
                "QM_METRICS_PORT", "65536",
                "QM_OPERATOR_KEY", "qm_weak",
                "QM_HTPP_HOST", "0.0.0.0",
                "QM_PROVIDER_KEY_NOBODY", PASSWORD.value(),
                "QM_PROVIDER_URL_OPENAI", "ftp://example",
                "QM_ALLOWED_PRIVATE_HOSTS", "http://10.0.0.1/",
                "QM_TLS_CERT_FILE", "/no/such/file"));
        settings.remove("QM_DATABASE_USER");
        settings.remove("QM_MASTER_KEY");

        try (ServerProcess process = ServerProcess.start(folder, settings, "serve")) {
            assertThat(process.exitCode()).isEqualTo(2);
            assertThat(process.err().lines())
                    .allSatisfy(line -> assertThat(line).startsWith("quartermaster: QM_"))
                    .extracting(line -> line.split("[ :]+", 3)[1])
                    .contains(
                            "QM_DATABASE_URL",
                            "QM_DATABASE_USER",
                            "QM_HTTP_PORT",
                            "QM_MAX_STALENESS",
                            "QM_METRICS_PORT",
                            "QM_OPERATOR_KEY",
                            "QM_HTPP_HOST",
                            "QM_PROVIDER_KEY_NOBODY",
                            "QM_PROVIDER_URL_OPENAI",
                            "QM_ALLOWED_PRIVATE_HOSTS",
                            "QM_TLS_CERT_FILE",
                            "QM_MASTER_KEY");
            assertThat(process.out()).isEmpty();
            PASSWORD.assertAbsent("the output", process.err());
        }
    }

    @Test
    void aMasterKeyThatIsNoneIsRefused() throws Exception {
        Canary notBase64 = Canary.withPrefix("master key", "not base64: ");
        assertRefused(Map.of("QM_MASTER_KEY", notBase64.value()), "not base64");
        Canary tooShort = Canary.withPrefix("master key", "");
        assertRefused(Map.of("QM_MASTER_KEY", tooShort.value()), "bytes where 32 are needed");
        assertRefused(Map.of("QM_MASTER_KEY", Base64.getEncoder().encodeToString(new byte[32])), "not random");
    }

    @Test
    void aDataFolderThatCannotBeUsedIsNamed() throws Exception {
        Path file = Files.createTempFile(folder, "data", "");
        assertRefused(Map.of("QM_DATA_DIR", file.toString()), file + " is not a folder");
        assertRefused(Map.of("QM_DATA_DIR", file.resolve("below").toString()), "cannot be created or written");
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertRefused(
                    Map.of(
                            "QM_HTTP_PORT",
                            "" + taken.getLocalPort(),
                            "QM_DATABASE_PASSWORD",
                            database.server().password()),
                    "" + taken.getLocalPort());
        }
    }

    @Test
    void theFileSaysTheSameAsTheEnvironment() throws Exception {
        Map<String, String> settings = settings(Map.of("QM_METRICS_PORT", "65536", "QM_MAX_STALENESS", "a while"));
        StringBuilder yaml = new StringBuilder();
        settings.forEach((name, value) ->
                yaml.append(name.substring(3).toLowerCase(java.util.Locale.ROOT) + ": '" + value + "'\n"));

        try (ServerProcess environment = ServerProcess.start(folder, settings, "serve")) {
            assertThat(environment.exitCode()).isEqualTo(2);
            Files.writeString(folder.resolve("quartermaster.yaml"), yaml);
            try (ServerProcess file = ServerProcess.start(folder, Map.of(), "serve")) {
                assertThat(file.exitCode()).isEqualTo(2);
                assertThat(file.err()).isEqualTo(environment.err()).contains("QM_METRICS_PORT", "QM_MAX_STALENESS");
            }
        } finally {
            Files.deleteIfExists(folder.resolve("quartermaster.yaml"));
        }
    }

    private void assertRefused(Map<String, String> more, String... sentence) {
        Map<String, String> settings = settings(more);
        try (ServerProcess process = ServerProcess.start(folder, settings, "serve")) {
            assertThat(process.exitCode()).isEqualTo(2);
            List<String> said = process.err()
                    .lines()
                    .filter(line -> line.startsWith("quartermaster: "))
                    .toList();
            assertThat(said).as(process.err()).hasSize(1);
            assertThat(said.getFirst()).contains(sentence).endsWith(".");
            assertThat(process.err()).doesNotContain("\tat ", "Exception");
            assertThat(process.out()).isEmpty();
            for (String secret : List.of("QM_DATABASE_PASSWORD", "QM_MASTER_KEY", "QM_OPERATOR_KEY")) {
                assertThat(process.err()).as(secret).doesNotContain(settings.getOrDefault(secret, "absent"));
            }
        }
    }

    private Map<String, String> settings(Map<String, String> more) {
        byte[] masterKey = new byte[32];
        new SecureRandom().nextBytes(masterKey);
        Map<String, String> settings = new HashMap<>(Map.of(
                "QM_HTTP_PORT", "0",
                "QM_DATA_DIR", folder.resolve("data").toString(),
                "QM_DATABASE_URL", database.jdbcUrl(),
                "QM_DATABASE_USER", database.server().name(),
                "QM_DATABASE_PASSWORD", PASSWORD.value(),
                "QM_MASTER_KEY", Base64.getEncoder().encodeToString(masterKey),
                "QM_OPERATOR_KEY", OPERATOR_KEY.value()));
        settings.putAll(more);
        return settings;
    }
}
