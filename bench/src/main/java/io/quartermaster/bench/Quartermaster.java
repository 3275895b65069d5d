package io.quartermaster.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Ours, as a user starts it: with key authentication, model resolution and the usage ledger, on its embedded database. */
final class Quartermaster implements Contender, AutoCloseable {

    private static final long PATIENCE_NANOS = 120_000_000_000L;
    private static final long PATIENCE_TO_SETTLE_NANOS = 30_000_000_000L;

    private final Program program;
    private final int port;
    private final AdminApi admin;
    private final String tenantKey;

    private Quartermaster(Program program, int port, AdminApi admin, String tenantKey) {
        this.program = program;
        this.port = port;
        this.admin = admin;
        this.tenantKey = tenantKey;
    }

    /** How to start it on a folder of its own. */
    record Installation(Path distribution, Path folder, int port, String operatorKey) {

        static Installation in(Path distribution, Path folder, int port) {
            return new Installation(
                    distribution, folder, port, UUID.randomUUID().toString() + UUID.randomUUID());
        }

        Program launch() throws IOException {
            Map<String, String> environment = new HashMap<>();
            environment.put("QM_DATA_DIR", folder.resolve("data").toString());
            environment.put("QM_HTTP_PORT", Integer.toString(port));
            environment.put("QM_OPERATOR_KEY", operatorKey);
            environment.put("QM_ALLOWED_PRIVATE_HOSTS", "127.0.0.1");
            environment.put("JAVA_HOME", System.getProperty("java.home"));
            return Program.start(
                    "quartermaster",
                    folder,
                    environment,
                    List.of(distribution.resolve("quartermaster").toString(), "serve"));
        }
    }

    /** The first start of an installation, and the settings that the workloads need. */
    static Quartermaster start(Installation installation, Mock mock) throws IOException, InterruptedException {
        Program program = installation.launch();
        AdminApi admin = AdminApi.at(installation.port, installation.operatorKey);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!admin.isReady()) {
            program.requireAlive();
            if (System.nanoTime() > deadline) {
                program.close();
                throw new IllegalStateException("Quartermaster was not ready within two minutes");
            }
            Thread.sleep(50);
        }
        admin.create("/tenants", "{\"slug\":\"bench\",\"name\":\"Bench\"}");
        String key = admin.create("/tenants/bench/api-keys", "{\"name\":\"bench\"}")
                .path("key")
                .asString();
        for (Workload.Upstream upstream : Workload.Upstream.values()) {
            String provider = admin.create(
                            "/tenants/bench/providers", """
                            {"family":"openai-compatible","name":"%s","base_url":"http://127.0.0.1:%d/v1","api_key":"sk-bench-only"}""".formatted(upstream.word(), mock.port(upstream)))
                    .path("id")
                    .asString();
            admin.create("/tenants/bench/models", """
                    {"family":"openai-compatible","model":"bench-%s","model_type":"llm","provider_id":"%s"}""".formatted(upstream.word(), provider));
        }
        return new Quartermaster(program, installation.port, admin, key);
    }

    @Override
    public String name() {
        return "Quartermaster";
    }

    @Override
    public Target target(Workload workload) {
        return Target.of(port, "/v1/chat/completions", Map.of("Authorization", "Bearer " + tenantKey));
    }

    @Override
    public Optional<ProcessTree> processes() {
        return Optional.of(new ProcessTree(program.pid()));
    }

    @Override
    public boolean warmsUp() {
        return true;
    }

    @Override
    public void settle() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_TO_SETTLE_NANOS;
        while (!accounts().settled() && System.nanoTime() < deadline) {
            Thread.sleep(100);
        }
    }

    Accounts accounts() throws IOException, InterruptedException {
        return Accounts.read(admin.metrics());
    }

    @Override
    public void close() {
        program.close();
    }
}
