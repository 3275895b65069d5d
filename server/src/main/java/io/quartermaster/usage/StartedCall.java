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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A call that is about to be forwarded: all that the ledger must know should this process not live to see its end. The key of its
 * usage event, {@code (tenant, occurredAt, id)}, is fixed here.
 *
 * @param attempts made so far, this one included
 * @param inputTokens our guess at what is sent; empty where tokens cost nothing
 * @param mostOutputTokens as many as the answer may have; empty when nobody said
 * @param asked for and not counted in tokens
 */
public record StartedCall(
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
        int attempts,
        Optional<ModelConfigId> fallbackFrom,
        ModelPricing pricing,
        OptionalLong inputTokens,
        OptionalLong mostOutputTokens,
        Media asked) {

    private static final int OK = 200;
    private static final int BROKEN = 500; // what the client saw at best

    /** The same call with other prices, and with this asked for. */
    public StartedCall with(ModelPricing other, Media media) {
        return new StartedCall(
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
                attempts,
                fallbackFrom,
                other,
                inputTokens,
                mostOutputTokens,
                media);
    }

    /**
     * The event of a call whose end nobody saw: what was sent, and what the client had been given, but never more than was reserved. It
     * is the same each time it is made.
     *
     * @param delivered what the client had at most been given, in tokens of the answer
     */
    public UsageEvent interrupted(long delivered) {
        Tokens tokens = Tokens.NONE;
        if (inputTokens.isPresent()
                && pricing.prices()
                        .filter(asked::isPricedBy)
                        .isPresent()) { // all of it, for any of it may have been made
            tokens = new Tokens(
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    true,
                    delivered > 0 ? asked : Media.NONE);
        } else if (inputTokens.isPresent()) {
            OptionalLong output = modelType == ModelType.LLM
                    ? OptionalLong.of(Math.min(delivered, mostOutputTokens.orElse(Long.MAX_VALUE)))
                    : OptionalLong.empty();
            tokens = Tokens.ofText(
                    inputTokens, OptionalLong.empty(), OptionalLong.empty(), output, OptionalLong.empty(), true);
        }
        return ended(
                attempts,
                new Ending(
                        UsageEvent.Outcome.INTERRUPTED,
                        delivered > 0 ? OK : BROKEN,
                        tokens,
                        Charge.of(pricing, tokens, delivered > 0),
                        OptionalLong.empty(),
                        0,
                        0));
    }

    /** How a call ended; times are microseconds. */
    public record Ending(
            UsageEvent.Outcome outcome,
            int status,
            Tokens tokens,
            Charge charge,
            OptionalLong firstByteMicros,
            long durationMicros,
            long overheadMicros) {}

    /**
     * The event of its end.
     *
     * @param made all attempts, for more may have been made since this was written down
     */
    public UsageEvent ended(int made, Ending ending) {
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
                ending.outcome(),
                ending.status(),
                made,
                fallbackFrom,
                ending.tokens(),
                ending.charge(),
                ending.firstByteMicros(),
                ending.durationMicros(),
                ending.overheadMicros());
    }
}
