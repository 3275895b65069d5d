package io.quartermaster.postgres;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops a server: politely first, at once if that takes too long, by force at last. */
record Signals(Binaries binaries, Privileges privileges) {
    private static final Logger logger = LoggerFactory.getLogger(Signals.class);
    private static final Duration PATIENCE_WITH_IMMEDIATE = Duration.ofSeconds(5);

    void stop(ProcessHandle postmaster, Duration patience) {
        if (send("INT", postmaster) && ended(postmaster, patience)) {
            return;
        }
        logger.warn("PostgreSQL did not shut down within {} s: stopping it without a checkpoint", patience.toSeconds());
        if (send("QUIT", postmaster) && ended(postmaster, PATIENCE_WITH_IMMEDIATE)) {
            return;
        }
        logger.warn("PostgreSQL did not stop at once: killing it; the next start recovers");
        List<ProcessHandle> children = postmaster.children().toList();
        postmaster.destroyForcibly();
        ended(postmaster, PATIENCE_WITH_IMMEDIATE);
        children.forEach(ProcessHandle::destroyForcibly); // they end by themselves, but only when they come to look
    }

    /** By {@code pg_ctl kill}, since Java sends TERM and KILL only, and TERM would wait for every client to leave. */
    private boolean send(String signal, ProcessHandle postmaster) {
        if (!postmaster.isAlive()) {
            return true;
        }
        try {
            return Program.run(
                                    privileges.command(
                                            List.of(binaries.pgCtl(), "kill", signal, Long.toString(postmaster.pid()))),
                                    Duration.ofSeconds(10))
                            .succeeded()
                    || !postmaster.isAlive();
        } catch (IOException e) {
            logger.warn("Could not signal PostgreSQL: {}", e.getMessage());
            return false;
        }
    }

    private static boolean ended(ProcessHandle postmaster, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    postmaster.onExit().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                    return true;
                } catch (InterruptedException e) {
                    interrupted = true; // a half-stopped server is worse than a late answer
                } catch (TimeoutException e) {
                    return !postmaster.isAlive();
                } catch (ExecutionException e) {
                    throw new IllegalStateException("The exit of a process cannot fail", e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
