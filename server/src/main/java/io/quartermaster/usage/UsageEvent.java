package io.quartermaster.usage;

import io.quartermaster.model.ModelConfigId;
import io.quartermaster.model.ModelType;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.UserId;
import io.quartermaster.provider.CredentialSource;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.tenant.ApiKeyId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * One line of the ledger. Times are microseconds. The key in the database is {@code (tenant, occurredAt, id)}, so a replay changes
 * nothing.
 *
 * @param user whose key it was; empty for a service's
 * @param modelConfig the model that answered
 * @param attempts how many upstream calls were made
 * @param fallbackFrom the model that was asked for, when another answered
 */
public record UsageEvent(
        TenantId tenant,
        Instant occurredAt,
        UUID id,
        String requestId,
        ApiKeyId apiKey,
        Optional<UserId> user,
        String route,
        ModelType modelType,
        ModelConfigId modelConfig,
        ProviderFamily family,
        String model,
        Optional<ProviderConfigId> providerConfig,
        CredentialSource credentialSource,
        boolean streamed,
        Outcome outcome,
        int status,
        int attempts,
        Optional<ModelConfigId> fallbackFrom,
        Tokens tokens,
        Charge charge,
        OptionalLong firstByteMicros,
        long durationMicros,
        long overheadMicros) {

    /** The same event with sound and images in its tokens. */
    public UsageEvent with(Media media) {
        return new UsageEvent(
                tenant,
                occurredAt,
                id,
                requestId,
                apiKey,
                user,
                route,
                modelType,
                modelConfig,
                family,
                model,
                providerConfig,
                credentialSource,
                streamed,
                outcome,
                status,
                attempts,
                fallbackFrom,
                tokens.with(media),
                charge,
                firstByteMicros,
                durationMicros,
                overheadMicros);
    }

    /** How a call ended. */
    public enum Outcome {
        COMPLETED("completed"),
        UPSTREAM_ERROR("upstream_error"),
        TIMED_OUT("timed_out"),
        CLIENT_LEFT("client_left"),
        INTERRUPTED("interrupted");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
