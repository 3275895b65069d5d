package io.quartermaster.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Awaits what happens on another thread, node or process, instead of sleeping and hoping. */
public final class Eventually {
    private static final Duration POLL = Duration.ofMillis(5);

    private Eventually() {}

    /** Returns as soon as the condition holds; fails with the description when it does not within the time. */
    public static void await(Duration within, String description, BooleanSupplier condition) {
        Optional<Boolean> met = poll(within, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
        if (met.isEmpty()) {
            throw new AssertionError("not within " + within + ": " + description);
        }
    }

    /** Returns the value as soon as there is one; fails with the description when there is none within the time. */
    public static <T> T value(Duration within, String description, Supplier<Optional<T>> source) {
        return poll(within, source).orElseThrow(() -> new AssertionError("not within " + within + ": " + description));
    }

    private static <T> Optional<T> poll(Duration within, Supplier<Optional<T>> source) {
        long start = System.nanoTime();
        while (true) {
            // The time is read first, so that a source that became true just before the end is still seen.
            boolean last = System.nanoTime() - start >= within.toNanos();
            Optional<T> value = source.get();
            if (value.isPresent() || last) {
                return value;
            }
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while awaiting", e);
            }
        }
    }
}
