package io.quartermaster.postgres;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** One postmaster that this JVM started, in a session of its own. */
final class Postmaster {
    /** How far it has come. */
    enum State {
        READY,
        ENDED,
        STARTING
    }

    private static final Duration POLL = Duration.ofMillis(10);

    private final Process process;
    private final CompletableFuture<Process> end;
    private final Cluster cluster;
    private final int port;

    private Postmaster(Process process, Cluster cluster, int port) {
        this.process = process;
        this.end = process.onExit();
        this.cluster = cluster;
        this.port = port;
    }

    static Postmaster launch(
            Binaries binaries, Privileges privileges, Cluster cluster, ServerSettings settings, PostmasterLog log)
            throws IOException {
        List<String> server = new ArrayList<>(
                List.of(binaries.postgres(), "-D", cluster.path().toString()));
        server.addAll(settings.arguments());
        List<String> command = new ArrayList<>(OwnSession.prefix());
        command.addAll(privileges.command(server));
        // Into a file and not a pipe, so that the server outlives us without harm if we are killed.
        Process process = Program.of(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()))
                .start();
        return new Postmaster(process, cluster, settings.port());
    }

    /**
     * Polls the last line of {@code postmaster.pid}, written when connections are accepted: quicker than {@code pg_ctl -w}, and it
     * cannot be taken in by another server that answers on the port.
     */
    State awaitReady(Duration timeout, BooleanSupplier givenUp) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!givenUp.getAsBoolean() && System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                return State.ENDED;
            }
            if (PostmasterPid.read(cluster.path())
                    .filter(file -> file.pid() == process.pid() && file.ready())
                    .isPresent()) {
                return State.READY;
            }
            Program.waitFor(process, POLL);
        }
        return State.STARTING;
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    CompletableFuture<Process> end() {
        return end;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }
}
