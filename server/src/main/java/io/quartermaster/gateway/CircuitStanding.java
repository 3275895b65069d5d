package io.quartermaster.gateway;

import java.time.Instant;
import java.util.Optional;

/**
 * How a circuit stands at one moment, and why.
 *
 * @param openUntil until when calls go elsewhere where something else can serve; empty unless it is open
 * @param consecutiveFailures since the last answer
 */
public record CircuitStanding(
        CircuitState circuit, Optional<Instant> openUntil, int consecutiveFailures, Optional<LastFailure> lastFailure) {

    /** Of a provider that has not failed of late. */
    static final CircuitStanding UNTROUBLED =
            new CircuitStanding(CircuitState.CLOSED, Optional.empty(), 0, Optional.empty());

    Instant lastFailedAt() {
        return lastFailure.map(LastFailure::at).orElse(Instant.MIN);
    }
}
