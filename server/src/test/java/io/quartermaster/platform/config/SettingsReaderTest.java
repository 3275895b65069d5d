package io.quartermaster.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.config.Settings.MasterKeySource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsReaderTest {

    private static final List<String> FAMILIES = List.of("openai", "openai-compatible");

    @TempDir
    private Path folder;

    @Test
    void withoutAnySettingTheServerIsATrialOnLoopback() throws IOException {
        Settings settings = read("", Map.of("PATH", "/bin", "QM_HTTP_HOST", ""));

        assertThat(settings.http().host()).isEqualTo("127.0.0.1");
        assertThat(settings.http().port()).isEqualTo(8080);
        assertThat(settings.http().metricsPort()).isEmpty();
        assertThat(settings.dataDirectory()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(settings.database()).isEmpty();
        assertThat(settings.maxStaleness()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.masterKey()).isEqualTo(new MasterKeySource.InDataDirectory());
        assertThat(settings.operatorKey()).isEmpty();
        assertThat(settings.allowedPrivateHosts()).isEmpty();
    }

    @Test
    void theCurrencyIsOneOfIso4217() throws IOException {
        assertThat(read("", Map.of()).currency().getCurrencyCode()).isEqualTo("USD");
        assertThat(read("currency: EUR", Map.of()).currency().getCurrencyCode()).isEqualTo("EUR");
        for (String none : List.of("eur", "EURO", "XAU", "XXX", "$")) {
            assertThatThrownBy(() -> read("", Map.of("QM_CURRENCY", none)))
                    .isInstanceOf(InvalidSettings.class)
                    .hasMessageContaining("QM_CURRENCY is not a currency of ISO 4217");
        }
    }

    @Test
    void theEnvironmentWinsOverTheFile() throws IOException {
        Settings settings = read("""
                http_port: 9090
                max_staleness: 30s
                allowed_private_hosts: [LOCALHOST, "10.0.0.1:8080"]
                """, Map.of("QM_HTTP_PORT", " 7070 "));

        assertThat(settings.http().port()).isEqualTo(7070);
        assertThat(settings.maxStaleness()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.allowedPrivateHosts()).containsExactlyInAnyOrder("localhost", "10.0.0.1:8080");
    }

    @Test
    void deploymentKeysAndAddressesAreNamedByTheirFamily() throws IOException {
        Settings settings = read(
                "provider_key_openai: sk-of-the-deployment",
                Map.of("QM_PROVIDER_URL_OPENAI_COMPATIBLE", "http://LOCALHOST:11434/v1/"));

        assertThat(settings.providers().keys())
                .containsExactly(Map.entry("openai", new Sensitive("sk-of-the-deployment")));
        assertThat(settings.providers().urls())
                .containsExactly(Map.entry("openai-compatible", URI.create("http://localhost:11434/v1")));
        assertThat(settings.toString()).doesNotContain("sk-of-the-deployment");
    }

    @Test
    void everyProblemIsNamedAndNoSecretShown() {
        List<String> problems = problems(
                "http_port: {a: b}\nhttp_hots: x",
                Map.of(
                        "QM_MASTER_KEY", "c2VjcmV0",
                        "QM_MASTER_KEY_FILE", "/no/such/file",
                        "QM_DATABASE_PASSWORD", "hush-hush",
                        "QM_OPERATOR_KEY", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                        "QM_TLS_KEY_FILE", "/no/such/key",
                        "QM_METRICS_PORT", "-1",
                        "QM_PROVIDER_KEY_", "sk-nobody"));

        assertThat(problems)
                .anySatisfy(problem -> assertThat(problem).contains("'http_port'", "must be one value"))
                .anySatisfy(problem -> assertThat(problem).contains("QM_HTTP_HOTS is not a setting"))
                .anySatisfy(problem -> assertThat(problem).contains("QM_MASTER_KEY and QM_MASTER_KEY_FILE exclude"))
                .anySatisfy(problem -> assertThat(problem).contains("QM_DATABASE_PASSWORD needs QM_DATABASE_URL"))
                .anySatisfy(problem -> assertThat(problem).contains("QM_OPERATOR_KEY is too weak"))
                .anySatisfy(problem -> assertThat(problem).contains("QM_TLS_CERT_FILE and QM_TLS_KEY_FILE go together"))
                .anySatisfy(problem -> assertThat(problem).contains("QM_METRICS_PORT must be a port"))
                .anySatisfy(problem -> assertThat(problem).contains("QM_PROVIDER_KEY_ names no provider family"))
                .allSatisfy(problem -> assertThat(problem).endsWith("."));
        assertThat(String.join("\n", problems)).doesNotContain("c2VjcmV0", "hush-hush", "aaaa", "sk-nobody");
    }

    @Test
    void anExternalDatabaseNeedsARoleAndAMasterKeyEvenIfBothAreMissing() {
        assertThat(problems("", Map.of("QM_DATABASE_URL", "jdbc:postgresql://db:5432/quartermaster")))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).startsWith("QM_DATABASE_USER is missing"))
                .anySatisfy(
                        problem -> assertThat(problem).startsWith("QM_MASTER_KEY or QM_MASTER_KEY_FILE is required"));
        assertThat(problems("", Map.of("QM_DATABASE_URL", "jdbc:postgresql://me:hush@db/quartermaster")))
                .anySatisfy(problem -> assertThat(problem).contains("must hold no user and no password"))
                .noneSatisfy(problem -> assertThat(problem).contains("hush"));
    }

    @Test
    void aFileThatIsNoSettingsFileIsRefusedByLine() {
        assertThat(problems("http_port: 1\nhttp_port: 2", Map.of()))
                .singleElement()
                .asString()
                .contains("not valid YAML at line 2");
        assertThat(problems("operator_key: \"qm_never-ending", Map.of()))
                .singleElement()
                .asString()
                .contains("not valid YAML")
                .doesNotContain("never-ending");
        assertThat(problems("- just\n- a list", Map.of()))
                .singleElement()
                .asString()
                .contains("one mapping");
    }

    private Settings read(String yaml, Map<String, String> environment) throws IOException {
        Path file = folder.resolve("quartermaster.yaml");
        Files.writeString(file, yaml);
        return SettingsReader.read(environment, file, FAMILIES);
    }

    private List<String> problems(String yaml, Map<String, String> environment) {
        InvalidSettings invalid = catchThrowableOfType(InvalidSettings.class, () -> read(yaml, environment));
        assertThat(invalid).isNotNull();
        return invalid.problems();
    }
}
