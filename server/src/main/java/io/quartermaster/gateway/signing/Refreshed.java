package io.quartermaster.gateway.signing;

import io.quartermaster.gateway.UpstreamFault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Something that must be fetched and goes bad: kept until then, fetched again a while before while the old one still serves, by one at a
 * time and on no event loop. A failure is remembered for a moment, so that not every call waits for the next; and what takes too long has failed, so that
 * something which never answers is asked again.
 */
final class Refreshed<T> {

    /** Longer than any of those that are asked may take by their own deadlines. */
    static final Duration LONGEST = Duration.ofSeconds(15);

    private static final int FAILURE_SECONDS = 2;

    /** @param renewAt from when on a newer one is fetched while this one serves */
    record Fetched<T>(T value, Instant renewAt, Instant expiresAt) {}

    private record Failed(Throwable cause, Instant until) {}

    private final Callable<Fetched<T>> fetch;
    private final Executor executor;
    private final InstantSource clock;
    private final Duration longest;
    private final UpstreamFault late;
    private volatile @Nullable Fetched<T> last;
    private @Nullable Failed failed;
    private @Nullable CompletableFuture<T> running;

    /** @param late what fetching for longer than {@code longest} fails with */
    Refreshed(
            Callable<Fetched<T>> fetch, Executor executor, InstantSource clock, Duration longest, UpstreamFault late) {
        this.fetch = fetch;
        this.executor = executor;
        this.clock = clock;
        this.longest = longest;
        this.late = late;
    }

    /** Done already where one is kept that serves. */
    CompletableFuture<T> value() {
        Instant now = clock.instant();
        Fetched<T> kept = last;
        if (kept != null && now.isBefore(kept.renewAt())) {
            return CompletableFuture.completedFuture(kept.value());
        }
        Optional<CompletableFuture<T>> newer = begin(now);
        return kept != null && now.isBefore(kept.expiresAt())
                ? CompletableFuture.completedFuture(kept.value())
                : newer.map(CompletableFuture::copy).orElseGet(this::lastFailure);
    }

    /** The fetching that is under way, begun now if need be; empty while the last failure is still to be believed. */
    private synchronized Optional<CompletableFuture<T>> begin(Instant now) {
        if (running != null) {
            return Optional.of(running);
        }
        if (failed != null && now.isBefore(failed.until())) {
            return Optional.empty();
        }
        CompletableFuture<T> mine = new CompletableFuture<>();
        running = mine;
        FutureTask<?> task = new FutureTask<>(() -> fetchInto(mine), null);
        executor.execute(task);
        CompletableFuture.delayedExecutor(longest.toMillis(), TimeUnit.MILLISECONDS, executor)
                .execute(() -> giveUp(mine, task));
        return Optional.of(mine);
    }

    private void fetchInto(CompletableFuture<T> mine) {
        try {
            Fetched<T> fetched = fetch.call();
            synchronized (this) {
                if (isRunning(mine)) { // else it was given up
                    last = fetched;
                    failed = null;
                    running = null;
                }
            }
            mine.complete(fetched.value());
        } catch (Exception | Error cause) {
            fail(mine, cause);
        }
    }

    private void giveUp(CompletableFuture<T> mine, FutureTask<?> task) {
        if (!task.isDone()) {
            fail(mine, new CannotSign(late, new TimeoutException("not within " + longest.toMillis() + " ms")));
            task.cancel(true);
        }
    }

    private void fail(CompletableFuture<T> mine, Throwable cause) {
        synchronized (this) {
            if (isRunning(mine)) {
                failed = new Failed(cause, clock.instant().plusSeconds(FAILURE_SECONDS));
                running = null;
            }
        }
        mine.completeExceptionally(cause);
    }

    @SuppressWarnings("ReferenceEquality") // is it this very one?
    private boolean isRunning(CompletableFuture<T> one) {
        return running == one;
    }

    private synchronized CompletableFuture<T> lastFailure() {
        return failed == null
                ? CompletableFuture.failedFuture(new IllegalStateException("Nothing was fetched"))
                : CompletableFuture.failedFuture(failed.cause());
    }
}
