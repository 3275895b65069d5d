package io.quartermaster.postgres;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
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
    private volatile Postmaster postmaster;
    private volatile boolean closing;

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
        return !closing && postmaster.isAlive();
    }

    private void watch() {
        try {
            while (!closing) {
                if (postmaster.ended(WATCH_INTERVAL)) {
                    restart();
                } else {
                    launch.log().shrinkOrWarn();
                }
            }
        } catch (InterruptedException e) {
            logger.debug("No longer watching PostgreSQL, since it is being stopped");
        }
    }

    /** The port stays the same, for connection pools know it. */
    private void restart() throws InterruptedException {
        logger.warn("PostgreSQL ended unexpectedly with code {}: starting it again", postmaster.exitCode());
        Duration pause = FIRST_PAUSE;
        while (!closing) {
            try {
                postmaster = launch.untilReady(OptionalInt.of(port), () -> closing);
                logger.info("PostgreSQL is running again on port {}", port);
                return;
            } catch (IOException | EmbeddedPostgresException e) {
                if (!closing) {
                    logger.error(
                            "PostgreSQL could not be started again, next try in {} ms: {}",
                            pause.toMillis(),
                            e.getMessage());
                    Thread.sleep(pause);
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        watch.interrupt();
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
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
