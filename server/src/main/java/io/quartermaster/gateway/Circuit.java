package io.quartermaster.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether one provider is asked while others could serve: closed, open for a while after failures, then half open for one call that
 * probes. How long depends on the cause.
 */
final class Circuit {

    private static final int FAILURES_TO_OPEN = 5;
    private static final Duration AFTER_FAILURES = Duration.ofSeconds(5);
    private static final Duration AFTER_RATE_LIMIT = Duration.ofSeconds(1);
    private static final Duration AFTER_AUTHENTICATION = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration PROBE_PATIENCE = Duration.ofSeconds(60); // a probe that never tells is forgotten

    private int consecutive;
    private int openings;
    private Instant openUntil = Instant.MIN;
    private Instant probedAt = Instant.MIN;
    private Optional<LastFailure> lastFailure = Optional.empty();

    /** Whether a call may go through; of a half open one this takes the probe. */
    synchronized boolean tryEnter(Instant now) {
        return switch (state(now)) {
            case CLOSED -> true;
            case OPEN -> false;
            case HALF_OPEN -> {
                boolean free = probedAt.plus(PROBE_PATIENCE).isBefore(now);
                if (free) {
                    probedAt = now;
                }
                yield free;
            }
        };
    }

    synchronized void succeeded() {
        consecutive = 0;
        openings = 0;
        openUntil = Instant.MIN;
        probedAt = Instant.MIN;
    }

    synchronized void untold() {
        probedAt = Instant.MIN;
    }

    synchronized void failed(Failure failure, Instant now) {
        lastFailure = Optional.of(new LastFailure(now, failure.kind(), failure.status()));
        boolean probe = state(now) == CircuitState.HALF_OPEN;
        switch (failure.kind()) {
            case RATE_LIMITED -> open(now, failure.retryAfter().orElse(doubled(AFTER_RATE_LIMIT)));
            case AUTHENTICATION -> open(now, AFTER_AUTHENTICATION);
            case SERVER_ERROR, CONNECTION, TIMED_OUT, WRONG_ADDRESS -> {
                consecutive++;
                if (probe || consecutive >= FAILURES_TO_OPEN) {
                    open(now, doubled(AFTER_FAILURES));
                }
            }
            case NOT_FOUND, CONTEXT_TOO_LONG, INVALID -> succeeded(); // it answers; what was asked is another matter
        }
    }

    private CircuitState state(Instant now) {
        if (openUntil.equals(Instant.MIN)) {
            return CircuitState.CLOSED;
        }
        return now.isBefore(openUntil) ? CircuitState.OPEN : CircuitState.HALF_OPEN;
    }

    /** How it stands, all of it at one moment. */
    synchronized CircuitStanding standing(Instant now) {
        CircuitState state = state(now);
        return new CircuitStanding(
                state,
                state == CircuitState.OPEN ? Optional.of(openUntil) : Optional.empty(),
                consecutive,
                lastFailure);
    }

    synchronized Optional<LastFailure> lastFailure() {
        return lastFailure;
    }

    private void open(Instant now, Duration time) {
        Duration bounded = time.compareTo(LONGEST) > 0 ? LONGEST : time;
        Instant until = now.plus(bounded);
        openUntil = until.isAfter(openUntil) ? until : openUntil;
        probedAt = Instant.MIN;
        openings++;
    }

    private Duration doubled(Duration first) {
        return first.multipliedBy(1L << Math.min(openings, 5));
    }
}
