package io.quartermaster.bench;

import io.quartermaster.postgres.RunningPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Quartermaster on an embedded database of its own, which can be filled and looked at past the API. */
final class RunningServer implements AutoCloseable {

    private static final String SUPERUSER = "quartermaster_admin";
    private static final String DATABASE = "quartermaster";

    private final Quartermaster.Installation installation;
    private final Program program;
    private final AdminApi admin;

    private RunningServer(Quartermaster.Installation installation, Program program, AdminApi admin) {
        this.installation = installation;
        this.program = program;
        this.admin = admin;
    }

    /** What a fresh installation needs; the same one can be started again. */
    static Quartermaster.Installation install(Path distribution, Ports ports) throws IOException {
        Path folder = Files.createTempDirectory("quartermaster-bench");
        Files.setPosixFilePermissions(
                folder, PosixFilePermissions.fromString("rwxr-xr-x")); // as root, for the database
        return new Quartermaster.Installation(
                distribution, folder, ports.free(), UUID.randomUUID().toString() + UUID.randomUUID());
    }

    static RunningServer start(Quartermaster.Installation installation) throws IOException, InterruptedException {
        Program program = installation.launch();
        AdminApi admin = AdminApi.at(installation.port(), installation.operatorKey());
        while (!admin.isReady()) {
            program.requireAlive();
            Thread.sleep(50);
        }
        return new RunningServer(installation, program, admin);
    }

    AdminApi admin() {
        return admin;
    }

    ProcessTree processes() {
        return new ProcessTree(program.pid());
    }

    Accounts accounts() throws IOException, InterruptedException {
        return Accounts.read(admin.metrics());
    }

    int port() {
        return installation.port();
    }

    /** As the superuser, who sees every tenant's rows. */
    Connection database() throws SQLException {
        RunningPostgres running = RunningPostgres.find(
                        installation.folder().resolve("data").resolve("postgres"))
                .orElseThrow(() -> new IllegalStateException("The embedded database does not run"));
        return DriverManager.getConnection(running.jdbcUrl(DATABASE), SUPERUSER, running.superuserPassword());
    }

    /** The sum of the samples of a metric whose line contains the labels. */
    double metric(String name, String labels) throws IOException, InterruptedException {
        Matcher lines = Pattern.compile("(?m)^" + name + "(\\{[^}]*})? (\\S+)$").matcher(admin.metrics());
        double sum = 0;
        while (lines.find()) {
            String found = lines.group(1);
            if (labels.isEmpty() || (found != null && found.contains(labels))) {
                sum += Double.parseDouble(lines.group(2));
            }
        }
        return sum;
    }

    /** The heap in use right after a full collection, in MiB. */
    double liveHeap() throws IOException, InterruptedException {
        for (int i = 0; i < 2; i++) {
            new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(program.pid()),
                            "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
        return metric("jvm_memory_used_bytes", "area=\"heap\"") / (1 << 20);
    }

    /** Kills the server and its database where they stand. */
    void kill() throws InterruptedException {
        List<ProcessHandle> all = new ArrayList<>(ProcessHandle.of(program.pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .toList());
        ProcessHandle.of(program.pid()).ifPresent(all::addFirst);
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : all) {
            while (process.isAlive()) {
                Thread.sleep(5);
            }
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
