package io.quartermaster.postgres;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one postmaster running on one port until it is closed. */
final class Supervisor implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Launch launch;
    private final int port;
    private final Thread watch;
    // A signal and not an interrupt, which would break file reads in the middle of a start and so leak its process.
    private final CompletableFuture<Void> closing = new CompletableFuture<>();
    private volatile Postmaster postmaster;

    private Supervisor(Launch launch, Postmaster first) {
        this.launch = launch;
        this.postmaster = first;
        this.port = first.port();
        this.watch = Thread.ofPlatform().daemon().name("postgres-supervisor").unstarted(this::watch);
    }

    static Supervisor start(Launch launch) throws IOException {
        Supervisor supervisor =
                new Supervisor(launch, launch.untilReady(launch.options().port(), () -> false));
        supervisor.watch.start();
        return supervisor;
    }

    int port() {
        return port;
    }

    long pid() {
        return postmaster.handle().pid();
    }

    boolean running() {
        return !closing.isDone() && postmaster.isAlive();
    }

    private void watch() {
        while (!closing.isDone()) {
            await(CompletableFuture.anyOf(closing, postmaster.end()), WATCH_INTERVAL);
            if (!closing.isDone() && !postmaster.isAlive()) {
                restart();
            }
            launch.folder().log().shrinkOrWarn();
        }
    }

    /** The port stays the same, for connection pools know it. */
    private void restart() {
        logger.warn("PostgreSQL ended unexpectedly: starting it again");
        for (Duration pause = FIRST_PAUSE; !closing.isDone(); pause = longer(pause)) {
            try {
                postmaster = launch.untilReady(OptionalInt.of(port), closing::isDone);
                logger.info("PostgreSQL is running again on port {}", port);
                return;
            } catch (IOException | EmbeddedPostgresException e) {
                if (!closing.isDone()) {
                    logger.error("PostgreSQL could not be started again yet: {}", e.getMessage());
                    await(closing, pause);
                }
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    private static void await(CompletableFuture<?> event, Duration timeout) {
        try {
            event.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // The caller looks for itself what has changed.
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts the supervisor", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The end of a process cannot fail", e);
        }
    }

    @Override
    public void close() {
        closing.complete(null);
        boolean interrupted = false;
        while (watch.isAlive()) {
            try {
                watch.join();
            } catch (InterruptedException e) {
                interrupted = true; // leaving now would leave a server behind
            }
        }
        if (postmaster.isAlive()) {
            launch.signals().stop(postmaster.handle(), launch.options().stopTimeout());
        } else {
            PreviousServer.awaitChildren(
                    launch.folder().cluster(), launch.options().stopTimeout());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
