package io.quartermaster.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Ours, as a user starts it: with key authentication, model resolution, strict budgets, limits, the spool and the usage ledger, on its
 * embedded database.
 */
final class Quartermaster implements Contender, AutoCloseable {

    private static final long PATIENCE_NANOS = 120_000_000_000L;
    private static final long PATIENCE_TO_SETTLE_NANOS = 30_000_000_000L;

    private final Program program;
    private final int port;
    private final AdminApi admin;
    private final BenchTenant spliced;
    private final BenchTenant translated;

    private Quartermaster(Program program, int port, AdminApi admin, BenchTenant spliced, BenchTenant translated) {
        this.program = program;
        this.port = port;
        this.admin = admin;
        this.spliced = spliced;
        this.translated = translated;
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
        BenchTenant spliced = BenchTenant.create(admin, "bench");
        for (Workload.Upstream upstream : Workload.Upstream.values()) {
            spliced.model(
                    "openai-compatible",
                    "bench-" + upstream.word(),
                    mock.address(upstream).resolve("/v1"));
        }
        BenchTenant translated = BenchTenant.create(admin, "bench-translated");
        for (Workload.Upstream upstream : List.of(Workload.Upstream.JSON, Workload.Upstream.BURST)) {
            translated.model("anthropic", "bench-" + upstream.word(), mock.address(upstream));
        }
        return new Quartermaster(program, installation.port, admin, spliced, translated);
    }

    @Override
    public String name() {
        return "Quartermaster";
    }

    @Override
    public Target target(Workload workload) {
        return target(spliced);
    }

    private Target target(BenchTenant tenant) {
        return Target.of(port, "/v1/chat/completions", Map.of("Authorization", "Bearer " + tenant.key()));
    }

    /** The same server, called by a tenant whose models of the same names are at Anthropic's protocol. */
    Contender translated() {
        return new Translated(this);
    }

    private record Translated(Quartermaster server) implements Contender {

        @Override
        public String name() {
            return server.name() + ", translated";
        }

        @Override
        public boolean serves(Workload workload) {
            return workload.upstream() != Workload.Upstream.PACED;
        }

        @Override
        public Target target(Workload workload) {
            return server.target(server.translated);
        }

        @Override
        public Optional<ProcessTree> processes() {
            return server.processes();
        }

        @Override
        public boolean warmsUp() {
            return true;
        }

        @Override
        public void settle() throws IOException, InterruptedException {
            server.settle();
        }
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
