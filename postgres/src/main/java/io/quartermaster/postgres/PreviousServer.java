package io.quartermaster.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clears what a killed JVM or a crashed machine left of the server before; called under the lock of the data folder. */
final class PreviousServer {
    private static final Logger logger = LoggerFactory.getLogger(PreviousServer.class);

    private PreviousServer() {}

    static void clear(Cluster cluster, Signals signals, Duration patience) throws IOException {
        Optional<ProcessHandle> named = PostmasterPid.read(cluster.path())
                .flatMap(file -> ProcessHandle.of(file.pid()))
                .filter(ProcessHandle::isAlive);
        if (named.isEmpty()) {
            return; // a file of a dead process is PostgreSQL's own to judge: it also looks for children that still run
        }
        ProcessHandle process = named.get();
        if (serves(process, cluster.path())) {
            logger.info(
                    "Stopping the PostgreSQL (process {}) that an earlier run left behind in {}",
                    process.pid(),
                    cluster.path());
            signals.stop(process, patience);
        } else {
            logger.info(
                    "Removing a stale {} in {}: its process {} belongs to another program now",
                    PostmasterPid.FILE,
                    cluster.path(),
                    process.pid());
            Files.delete(cluster.path().resolve(PostmasterPid.FILE));
        }
    }

    /** Whether the process is a postmaster that was started with {@code -D} and this cluster. */
    static boolean serves(ProcessHandle process, Path cluster) throws IOException {
        List<String> arguments = arguments(process);
        int data = arguments.indexOf("-D");
        return data >= 0
                && data + 1 < arguments.size()
                && Path.of(arguments.getFirst()).endsWith("postgres")
                && Path.of(arguments.get(data + 1)).equals(cluster);
    }

    private static List<String> arguments(ProcessHandle process) throws IOException {
        Path commandLine = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        if (Files.exists(commandLine)) {
            return List.of(new String(Files.readAllBytes(commandLine), StandardCharsets.UTF_8).split("\0"));
        }
        return java.util.stream.Stream.concat(
                        process.info().command().stream(),
                        process.info().arguments().stream().flatMap(Arrays::stream))
                .toList();
    }
}
