package io.quartermaster.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clears what a killed JVM or a crashed machine left of the server before; called under the lock of the data folder. */
final class PreviousServer {
    private static final Logger logger = LoggerFactory.getLogger(PreviousServer.class);

    private PreviousServer() {}

    static void clear(Cluster cluster, Signals signals, Duration patience) throws IOException {
        Path file = cluster.path().resolve(PostmasterPid.FILE);
        if (!Files.exists(file)) {
            return;
        }
        Optional<PostmasterPid> content = PostmasterPid.read(cluster.path());
        // A torn file names nobody, so that every process has to be looked at.
        List<ProcessHandle> alive = content.map(named -> ProcessHandle.of(named.pid()).stream())
                .orElseGet(ProcessHandle::allProcesses)
                .filter(ProcessHandle::isAlive)
                .toList();
        Optional<ProcessHandle> server = alive.stream()
                .filter(process -> serves(process, cluster.path()))
                .findFirst();
        if (server.isPresent()) {
            logger.info(
                    "Stopping the PostgreSQL (process {}) that an earlier run left behind in {}",
                    server.get().pid(),
                    cluster.path());
            signals.stop(server.get(), patience);
        } else if (content.isEmpty() || !alive.isEmpty()) {
            logger.info(
                    "Removing a stale {}: {}",
                    file,
                    content.isEmpty()
                            ? "it was torn by a crash"
                            : "its process " + content.get().pid() + " is another program now");
            Files.deleteIfExists(file);
        }
        // A file that names a dead process is PostgreSQL's own to judge: it also looks for children of it that still
        // run.
    }

    /** Children of a postmaster that was killed end by themselves a moment later; none is left when this returns. */
    static void awaitChildren(Cluster cluster, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        for (ProcessHandle child : ProcessHandle.allProcesses()
                .filter(process -> worksIn(process, cluster.path()))
                .toList()) {
            try {
                child.onExit().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException | InterruptedException e) {
                child.destroyForcibly();
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** Whether the process is a postmaster of this cluster, which may have been moved under its feet. */
    private static boolean serves(ProcessHandle process, Path cluster) {
        List<String> arguments = arguments(process);
        int data = arguments.indexOf("-D");
        return data >= 0
                && data + 1 < arguments.size()
                && Path.of(arguments.getFirst()).endsWith("postgres")
                && (Path.of(arguments.get(data + 1)).equals(cluster) || worksIn(process, cluster));
    }

    private static boolean worksIn(ProcessHandle process, Path cluster) {
        try {
            return Files.isSameFile(Path.of("/proc", Long.toString(process.pid()), "cwd"), cluster);
        } catch (IOException e) {
            return false; // no such view of processes here, or not of this one
        }
    }

    /** From {@code /proc} where there is one, since Java cuts long command lines there. */
    private static List<String> arguments(ProcessHandle process) {
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            return List.of(new String(line, StandardCharsets.UTF_8).split("\0"));
        } catch (NoSuchFileException e) {
            return Stream.concat(
                            process.info().command().stream(),
                            process.info().arguments().stream().flatMap(Arrays::stream))
                    .toList();
        } catch (IOException e) {
            return List.of(); // it ended while being looked at
        }
    }
}
