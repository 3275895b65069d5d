package io.quartermaster.model;

import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderFamily;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the gateway knows of a live model config.
 *
 * @param boundTo empty means any usable provider of the family
 * @param pricing the prices that count
 * @param mostOutput tokens that an answer may have; empty when nobody knows
 */
public record ModelView(
        ModelConfigId id,
        ModelType type,
        ProviderFamily family,
        String model,
        Optional<String> alias,
        Optional<ProviderConfigId> boundTo,
        Instant createdAt,
        ModelTerms terms,
        ModelPricing pricing,
        OptionalInt mostOutput) {}
