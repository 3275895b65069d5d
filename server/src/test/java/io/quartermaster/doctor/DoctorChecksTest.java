package io.quartermaster.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.doctor.Check.Level;
import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.config.SettingsReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorChecksTest {

    @TempDir
    private Path folder;

    @Test
    void roomFilesAndMemoryAreJudgedByTheirLimits() {
        FolderChecks checks = new FolderChecks(folder);
        assertThat(checks.room(255L << 20, 100L << 30).level()).isEqualTo(Level.FAILURE);
        assertThat(checks.room(900L << 20, 10L << 30).level()).isEqualTo(Level.WARNING);
        assertThat(checks.room(4L << 30, 100L << 30).level()).isEqualTo(Level.WARNING);
        assertThat(checks.room(6L << 30, 100L << 30).level()).isEqualTo(Level.OK);
        assertThat(MachineChecks.files(1_000).level()).isEqualTo(Level.FAILURE);
        assertThat(MachineChecks.files(2_000).level()).isEqualTo(Level.WARNING);
        assertThat(MachineChecks.files(65_536).level()).isEqualTo(Level.OK);
        assertThat(MachineChecks.memory(2L << 30, 1L << 30).level()).isEqualTo(Level.FAILURE);
        assertThat(MachineChecks.memory(900L << 20, 1L << 30).level()).isEqualTo(Level.WARNING);
        assertThat(MachineChecks.memory(256L << 20, 1L << 30).level()).isEqualTo(Level.OK);
    }

    @Test
    void aCertificateIsReadAndItsEndTold() throws Exception {
        Path chain = certificate();
        Path key = Files.writeString(folder.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\n");
        assertThat(tls(chain, key, Instant.now()).level()).isEqualTo(Level.OK);
        assertThat(tls(chain, key, Instant.now().plus(Duration.ofDays(40))).level())
                .isEqualTo(Level.WARNING);
        assertThat(tls(chain, key, Instant.now().plus(Duration.ofDays(61))).level())
                .isEqualTo(Level.FAILURE);
        assertThat(tls(key, key, Instant.now()).level()).isEqualTo(Level.FAILURE);
        assertThat(tls(chain, chain, Instant.now()).found()).contains("no private key");
    }

    @Test
    void aDiagnosisTellsEachCheckAndCountsThem() {
        Diagnosis diagnosis = new Diagnosis(List.of(
                Check.ok("release", "1"), Check.warning("disk", "2", "make room"), Check.failure("clock", "3", "NTP")));
        List<String> lines = new ArrayList<>();
        diagnosis.print(lines::add);
        assertThat(lines)
                .containsExactly(
                        "ok       release         1",
                        "warning  disk            2",
                        "                         -> make room",
                        "failure  clock           3",
                        "                         -> NTP",
                        "1 failure, 1 warning, 1 ok.");
    }

    private static Check tls(Path chain, Path key, Instant now) {
        Settings settings = SettingsReader.read(
                Map.of("QM_TLS_CERT_FILE", chain.toString(), "QM_TLS_KEY_FILE", key.toString()),
                chain.resolveSibling("none.yaml"),
                List.of());
        return new NetworkChecks(settings, now)
                .list().stream()
                        .filter(check -> check.name().equals("tls"))
                        .findFirst()
                        .orElseThrow();
    }

    /** By the JDK's own tool, for 60 days. */
    private Path certificate() throws IOException, InterruptedException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String store = folder.resolve("store.p12").toString();
        Path chain = folder.resolve("chain.pem");
        run(
                tool,
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=qm.example.org",
                "-validity",
                "60",
                "-keystore",
                store,
                "-storepass",
                "changeit");
        run(
                tool,
                "-exportcert",
                "-rfc",
                "-alias",
                "a",
                "-keystore",
                store,
                "-storepass",
                "changeit",
                "-file",
                chain.toString());
        return chain;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().transferTo(OutputStream.nullOutputStream());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
