package io.quartermaster.usage;

import io.quartermaster.model.ModelConfigId;
import io.quartermaster.model.ModelPricing;
import io.quartermaster.model.ModelType;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.UserId;
import io.quartermaster.provider.CredentialSource;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.tenant.ApiKeyId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Currency;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** A usage event as the API tells it. */
record ShownUsageEvent(
        UUID id,
        Instant occurredAt,
        String requestId,
        ApiKeyId keyId,
        Optional<UserId> memberId,
        String route,
        ModelType modelType,
        ModelConfigId modelId,
        ProviderFamily family,
        String model,
        Optional<ModelConfigId> fallbackFrom,
        Optional<ProviderConfigId> providerId,
        CredentialSource credentialSource,
        boolean streamed,
        String outcome,
        int status,
        int attempts,
        OptionalLong inputTokens,
        OptionalLong cachedInputTokens,
        OptionalLong cacheWriteTokens,
        OptionalLong outputTokens,
        OptionalLong reasoningTokens,
        OptionalLong audioInputTokens,
        OptionalLong audioOutputTokens,
        OptionalLong imageInputTokens,
        OptionalLong imageOutputTokens,
        OptionalLong audioMillis,
        OptionalLong images,
        OptionalLong characters,
        boolean estimated,
        OptionalLong costMicros,
        String currency,
        ModelPricing.Source priceSource,
        OptionalLong priceVersion,
        OptionalLong firstByteMicros,
        long durationMicros,
        long overheadMicros) {

    static ShownUsageEvent of(UsageEvent event, Currency currency) {
        return new ShownUsageEvent(
                event.id(),
                event.occurredAt(),
                event.requestId(),
                event.apiKey(),
                event.user(),
                event.route(),
                event.modelType(),
                event.modelConfig(),
                event.family(),
                event.model(),
                event.fallbackFrom(),
                event.providerConfig(),
                event.credentialSource(),
                event.streamed(),
                event.outcome().word(),
                event.status(),
                event.attempts(),
                event.tokens().input(),
                event.tokens().cachedInput(),
                event.tokens().cacheWrite(),
                event.tokens().output(),
                event.tokens().reasoning(),
                event.tokens().media().audioInput(),
                event.tokens().media().audioOutput(),
                event.tokens().media().imageInput(),
                event.tokens().media().imageOutput(),
                event.tokens().media().audioMillis(),
                event.tokens().media().images(),
                event.tokens().media().characters(),
                event.tokens().estimated(),
                event.charge().costMicros(),
                currency.getCurrencyCode(),
                event.charge().source(),
                event.charge().priceVersion(),
                event.firstByteMicros(),
                event.durationMicros(),
                event.overheadMicros());
    }

    /** The event that is told. */
    UsageEvent of(TenantId tenant) {
        return new UsageEvent(
                tenant,
                occurredAt,
                id,
                requestId,
                keyId,
                memberId,
                route,
                modelType,
                modelId,
                family,
                model,
                providerId,
                credentialSource,
                streamed,
                Arrays.stream(UsageEvent.Outcome.values())
                        .filter(known -> known.word().equals(outcome))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("No outcome of a call: " + outcome)),
                status,
                attempts,
                fallbackFrom,
                new Tokens(
                        inputTokens,
                        cachedInputTokens,
                        cacheWriteTokens,
                        outputTokens,
                        reasoningTokens,
                        estimated,
                        new Media(
                                audioInputTokens,
                                audioOutputTokens,
                                imageInputTokens,
                                imageOutputTokens,
                                audioMillis,
                                images,
                                characters)),
                new Charge(costMicros, priceSource, priceVersion),
                firstByteMicros,
                durationMicros,
                overheadMicros);
    }
}
