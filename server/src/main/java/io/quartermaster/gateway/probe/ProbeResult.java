package io.quartermaster.gateway.probe;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.quartermaster.gateway.UpstreamFault;
import io.quartermaster.provider.CredentialSource;
import java.util.List;
import java.util.Optional;

/**
 * What trying out a provider showed.
 *
 * @param authenticated whether it took the credential, or needed none
 * @param modelsListed how many models it lists; empty when it did not
 * @param latencyMs from looking its name up to the end of its answer, in milliseconds
 * @param failedStage the stage that was not passed; all before it were
 * @param reason why, as a code
 * @param message why and what to do, in our own words only
 */
record ProbeResult(
        boolean reachable,
        boolean authenticated,
        Optional<Integer> modelsListed,
        long latencyMs,
        CredentialSource credentialSource,
        Optional<ProbeStage> failedStage,
        Optional<String> reason,
        Optional<String> message,
        @JsonIgnore List<String> models) {

    ProbeResult {
        models = List.copyOf(models);
    }

    /** Why a stage was not passed. */
    record Failure(ProbeStage stage, String reason, String message) {
        static Failure of(UpstreamFault fault) {
            return new Failure(ProbeStage.of(fault), fault.code(), fault.message());
        }
    }

    static ProbeResult listed(CredentialSource source, long latencyMs, List<String> models) {
        return new ProbeResult(
                true,
                true,
                Optional.of(models.size()),
                latencyMs,
                source,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                models);
    }

    static ProbeResult failed(CredentialSource source, long latencyMs, Failure failure) {
        return new ProbeResult(
                failure.stage().compareTo(ProbeStage.TLS) > 0,
                failure.stage().compareTo(ProbeStage.AUTHENTICATE) > 0,
                Optional.empty(),
                latencyMs,
                source,
                Optional.of(failure.stage()),
                Optional.of(failure.reason()),
                Optional.of(failure.message()),
                List.of());
    }
}
