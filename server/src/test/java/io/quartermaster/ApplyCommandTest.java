package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code apply} and {@code export} as people type them, beside a running server and without one. */
final class ApplyCommandTest {

    @TempDir
    private Path folder;

    private record Ended(int code, String out, String err) {}

    @Test
    void theCommandsWorkBesideAServerAndThroughItAndWithoutOne() throws IOException {
        Path file = folder.resolve("acme.yaml");
        Files.writeString(file, """
                quartermaster: 1
                tenants:
                  - slug: acme
                    name: Acme
                    providers:
                      - {name: main, family: openai, api_key: {env: ACME_KEY}}
                """);
        Map<String, String> settings = new HashMap<>(
                Map.of("QM_DATA_DIR", folder.resolve("data").toString(), "ACME_KEY", "sk-canary-1234567"));

        assertThat(run(settings, "export").err()).contains("There is no database in");
        try (ServerProcess server = ServerProcess.serve(folder, Map.of())) {
            String address = server.address().toString();
            assertThat(run(settings, "apply", "-f", file.toString(), "--dry-run")
                            .code())
                    .isEqualTo(1);
            Ended applied = run(settings, "apply", "-f", file.toString());
            assertThat(applied.err()).isEmpty();
            assertThat(applied.code()).isZero();
            assertThat(applied.out()).contains("+ tenant acme", "api_key: will be set", "Done.");

            Map<String, String> remote =
                    Map.of("OPERATOR", server.shownOperatorKey().orElseThrow(), "ACME_KEY", "sk-canary-1234567");
            assertThat(run(
                                    remote,
                                    "apply",
                                    "-f",
                                    file.toString(),
                                    "--dry-run",
                                    "--server",
                                    address,
                                    "--key-env",
                                    "OPERATOR")
                            .code())
                    .isZero();
            Ended exported = run(remote, "export", "--tenant", "acme", "--server", address, "--key-env", "OPERATOR");
            assertThat(exported.out())
                    .contains("slug: acme", "env: ACME_MAIN_KEY")
                    .doesNotContain("canary");
            assertThat(run(remote, "export", "--server", address).err()).contains("QM_OPERATOR_KEY is not set");
            server.terminate();
            server.exitCode();
        }
        Ended alone = run(settings, "apply", "-f", file.toString());
        assertThat(alone.err()).isEmpty();
        assertThat(alone.out()).contains("Nothing to do.").doesNotContain("canary");
        assertThat(alone.code()).isZero();

        Files.writeString(file, "quartermaster: 1\nno_such_field: 1\n");
        Ended refused = run(settings, "apply", "-f", file.toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("no_such_field");
    }

    /** Runs to its end; it is not closed, for that would end the database of the server beside it. */
    private Ended run(Map<String, String> settings, String... command) {
        ServerProcess process = ServerProcess.start(folder, settings, command);
        int code = process.exitCode();
        return new Ended(code, process.out(), process.err());
    }
}
