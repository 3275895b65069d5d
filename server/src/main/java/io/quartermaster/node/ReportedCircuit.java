package io.quartermaster.node;

import io.quartermaster.gateway.CircuitStanding;
import io.quartermaster.gateway.LastFailure;
import io.quartermaster.gateway.TroubledProvider;
import io.quartermaster.platform.TenantId;
import io.quartermaster.provider.ProviderConfigId;
import java.time.Instant;
import java.util.Optional;

/**
 * A circuit of a node that is not closed. In words, not in our types: a node of a later release may know more of them.
 *
 * @param providerId empty for a deployment key
 */
record ReportedCircuit(
        TenantId tenantId,
        Optional<ProviderConfigId> providerId,
        String family,
        String circuit,
        Optional<Instant> openUntil,
        int consecutiveFailures,
        Optional<Failed> lastFailure) {

    /** Its last failure. */
    record Failed(Instant at, String kind, int status) {

        static Failed of(LastFailure failure) {
            return new Failed(failure.at(), failure.kind().word(), failure.status());
        }
    }

    static ReportedCircuit of(TroubledProvider provider) {
        CircuitStanding standing = provider.standing();
        return new ReportedCircuit(
                provider.tenant(),
                provider.provider(),
                provider.family().word(),
                standing.circuit().word(),
                standing.openUntil(),
                standing.consecutiveFailures(),
                standing.lastFailure().map(Failed::of));
    }
}
