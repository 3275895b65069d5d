package io.quartermaster.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One running postmaster, a child of this JVM in a session of its own. */
final class Postmaster {
    /** How a start went. */
    enum Start {
        READY,
        EXITED,
        TIMED_OUT
    }

    private static final long POLL_MILLIS = 10;

    private final Process process;
    private final Cluster cluster;
    private final int port;
    private final long logStart;

    private Postmaster(Process process, Cluster cluster, int port, long logStart) {
        this.process = process;
        this.cluster = cluster;
        this.port = port;
        this.logStart = logStart;
    }

    static Postmaster launch(
            Binaries binaries,
            Privileges privileges,
            Cluster cluster,
            Path sockets,
            int port,
            Map<String, String> settings,
            PostmasterLog log)
            throws IOException {
        List<String> server = new ArrayList<>(
                List.of(binaries.postgres(), "-D", cluster.path().toString()));
        server.addAll(ServerSettings.arguments(port, sockets, settings));
        List<String> command = new ArrayList<>(OwnSession.prefix());
        command.addAll(privileges.command(server));
        long logStart = log.end();
        // Into a file and not a pipe, so that the server outlives us without harm if we are killed.
        Process process = Program.of(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()))
                .start();
        return new Postmaster(process, cluster, port, logStart);
    }

    /** Polls the last line of {@code postmaster.pid}, which costs nothing and is written when connections are accepted. */
    Start awaitReady(Duration timeout, BooleanSupplier given) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!given.getAsBoolean()) {
            if (!process.isAlive()) {
                return Start.EXITED;
            }
            if (PostmasterPid.read(cluster.path())
                    .filter(file -> file.pid() == process.pid() && file.ready())
                    .isPresent()) {
                return Start.READY;
            }
            if (System.nanoTime() > deadline) {
                return Start.TIMED_OUT;
            }
            Program.waitFor(process, Duration.ofMillis(POLL_MILLIS));
        }
        return Start.TIMED_OUT;
    }

    int port() {
        return port;
    }

    long logStart() {
        return logStart;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** True once it has ended. */
    boolean ended(Duration within) throws InterruptedException {
        return process.waitFor(within.toNanos(), TimeUnit.NANOSECONDS);
    }

    int exitCode() {
        return process.exitValue();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }
}
