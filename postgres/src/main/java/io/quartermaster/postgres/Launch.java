package io.quartermaster.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings up a postmaster on an existing cluster, again if what stands in its way goes away. */
record Launch(
        Binaries binaries,
        Privileges privileges,
        Signals signals,
        Cluster cluster,
        Path sockets,
        PostmasterLog log,
        EmbeddedPostgresOptions options) {
    private static final Logger logger = LoggerFactory.getLogger(Launch.class);
    private static final Duration PAUSE = Duration.ofMillis(50);

    Postmaster untilReady(OptionalInt fixedPort, BooleanSupplier givenUp) throws IOException {
        long deadline = System.nanoTime() + options.startTimeout().toNanos();
        while (true) {
            int port = fixedPort.isPresent() ? requireFree(fixedPort.getAsInt()) : LocalPort.free();
            Postmaster postmaster =
                    Postmaster.launch(binaries, privileges, cluster, sockets, port, options.settings(), log);
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            switch (postmaster.awaitReady(left, givenUp)) {
                case READY -> {
                    return postmaster;
                }
                case TIMED_OUT -> {
                    signals.stop(postmaster.handle(), options.stopTimeout());
                    throw new EmbeddedPostgresException("PostgreSQL in " + cluster.path() + " was not ready within "
                            + options.startTimeout().toSeconds() + " s: see " + log.file()
                            + ", and allow more time if it is recovering");
                }
                case EXITED -> {
                    String reason = log.reasonSince(postmaster.logStart());
                    if (!worthAnotherTry(port, fixedPort, reason) || System.nanoTime() > deadline) {
                        throw new EmbeddedPostgresException(
                                "PostgreSQL in " + cluster.path() + " does not start: " + reason);
                    }
                    logger.info("PostgreSQL could not start yet ({}): trying again", reason);
                    pause();
                }
            }
        }
    }

    private static int requireFree(int port) {
        if (!LocalPort.isFree(port)) {
            throw new EmbeddedPostgresException("Port " + port + " on " + LocalPort.ADDRESS
                    + " is taken by another program: stop it or choose another port for PostgreSQL");
        }
        return port;
    }

    private static boolean worthAnotherTry(int port, OptionalInt fixedPort, String reason) {
        boolean lostThePort = fixedPort.isEmpty() && !LocalPort.isFree(port);
        // Children of a killed postmaster need a moment to notice.
        return lostThePort || reason.contains("pre-existing shared memory block");
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("Interrupted while PostgreSQL was starting", e);
        }
    }
}
