package io.quartermaster.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings up a postmaster on an existing cluster, again if what stands in its way goes away. */
record Launch(
        Binaries binaries,
        Privileges privileges,
        DataFolder folder,
        EmbeddedPostgresOptions options,
        IntSupplier freePort) {
    private static final Logger logger = LoggerFactory.getLogger(Launch.class);
    private static final Duration PATIENCE_IN_SILENCE = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(50);

    Signals signals() {
        return new Signals(binaries, privileges);
    }

    Postmaster untilReady(OptionalInt fixedPort, BooleanSupplier givenUp) throws IOException {
        long deadline = System.nanoTime() + options.startTimeout().toNanos();
        Optional<Path> sockets = Optional.of(folder.emptySockets(privileges));
        while (true) {
            PreviousServer.clear(folder.cluster(), signals(), options.stopTimeout());
            int port = fixedPort.isPresent() ? requireFree(fixedPort.getAsInt()) : freePort.getAsInt();
            long logStart = folder.log().end();
            Optional<Postmaster> ready =
                    attempt(new ServerSettings(port, sockets, options.settings()), deadline, givenUp);
            if (ready.isPresent()) {
                return ready.get();
            }
            String reason = folder.log().reasonSince(logStart);
            if (reason.contains("Unix-domain socket") && sockets.isPresent()) {
                sockets = Optional.empty(); // some mounted file systems have none; nothing of ours needs them
            } else if (!passes(reason, port, fixedPort) || System.nanoTime() > deadline) {
                throw new EmbeddedPostgresException(
                        "PostgreSQL in " + folder.cluster().path() + " does not start: " + reason);
            }
            logger.info("PostgreSQL could not start yet ({}): trying again", reason);
            pause();
        }
    }

    /** Empty if the server ended by itself. */
    private Optional<Postmaster> attempt(ServerSettings settings, long deadline, BooleanSupplier givenUp)
            throws IOException {
        Postmaster postmaster = Postmaster.launch(binaries, privileges, folder.cluster(), settings, folder.log());
        boolean keep = false;
        try {
            Postmaster.State state = postmaster.awaitReady(min(PATIENCE_IN_SILENCE, left(deadline)), givenUp);
            if (state == Postmaster.State.STARTING && !givenUp.getAsBoolean()) {
                options.progress().accept("Waiting for PostgreSQL, which recovers what its last run left unfinished");
                state = postmaster.awaitReady(left(deadline), givenUp);
            }
            return switch (state) {
                case READY -> {
                    keep = true;
                    yield Optional.of(postmaster);
                }
                case ENDED -> Optional.empty();
                case STARTING ->
                    throw new EmbeddedPostgresException("PostgreSQL in "
                            + folder.cluster().path() + " was not ready within "
                            + options.startTimeout().toSeconds() + " s: see "
                            + folder.log().file()
                            + ", and allow more time if it is recovering");
            };
        } finally {
            if (!keep && postmaster.isAlive()) {
                signals().stop(postmaster.handle(), options.stopTimeout());
            }
        }
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static int requireFree(int port) {
        if (!LocalPort.isFree(port)) {
            throw new EmbeddedPostgresException("Port " + port + " on " + LocalPort.ADDRESS
                    + " is taken by another program: stop it or choose another port for PostgreSQL");
        }
        return port;
    }

    private static boolean passes(String reason, int port, OptionalInt fixedPort) {
        boolean lostThePort = fixedPort.isEmpty() && !LocalPort.isFree(port);
        boolean oldChildrenRun =
                reason.contains("pre-existing shared memory block"); // of a killed postmaster, not for long
        boolean anotherCameFirst = reason.contains("already exists"); // launched by a JVM that was killed just then
        return lostThePort || oldChildrenRun || anotherCameFirst;
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
