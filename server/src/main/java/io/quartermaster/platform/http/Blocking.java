package io.quartermaster.platform.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Takes work that blocks off the event loop, onto virtual threads, and bounds how much of it runs at once: virtual threads
 * have no bound of their own, and a virtual-thread verticle would run JDBC calls one at a time.
 */
public final class Blocking {

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("blocking-", 0).factory());
    private final Semaphore permits;
    private final Duration patience;

    /** At most {@code running} at once; work that waits longer than {@code patience} for its turn is refused. */
    public Blocking(int running, Duration patience) {
        this.permits = new Semaphore(running, true);
        this.patience = patience;
    }

    /** Runs the work; the future completes on the event loop that asked. Refused work fails with a 503 {@link Problem}. */
    public <T> Future<T> call(Callable<T> work) {
        Context context = Vertx.currentContext();
        if (context == null) {
            return Future.failedFuture(new IllegalStateException("Blocking work is handed over on an event loop"));
        }
        Promise<T> promise = Promise.promise();
        threads.execute(() -> {
            try {
                T result = inTurn(work);
                context.runOnContext(_ -> promise.complete(result));
            } catch (Throwable failure) {
                context.runOnContext(_ -> promise.fail(failure));
            }
        });
        return promise.future();
    }

    private <T> T inTurn(Callable<T> work) throws Exception {
        if (!permits.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new Problem(ProblemType.OVERLOADED, "Too many requests are being worked on; try again.")
                    .retryAfter(Duration.ofSeconds(1));
        }
        try {
            return work.call();
        } finally {
            permits.release();
        }
    }
}
