package io.quartermaster.gateway;

import io.quartermaster.provider.ProviderConfigId;
import java.time.Instant;
import java.util.Optional;

/**
 * How calls to a provider fared on this node of late. Other nodes make experiences of their own.
 *
 * @param openUntil until when calls go elsewhere where something else can serve
 * @param consecutiveFailures since the last answer
 */
record ProviderHealth(
        ProviderConfigId providerId,
        CircuitState circuit,
        Optional<Instant> openUntil,
        int consecutiveFailures,
        Optional<LastFailure> lastFailure) {

    static ProviderHealth of(ProviderConfigId provider, CircuitStanding standing) {
        return new ProviderHealth(
                provider,
                standing.circuit(),
                standing.openUntil(),
                standing.consecutiveFailures(),
                standing.lastFailure());
    }
}
