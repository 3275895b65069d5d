package io.quartermaster.model;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.provider.ProvidersView;
import io.quartermaster.provider.UnusableReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A model config as the API and the audit trail show it; without {@code terms} to those who only use models. */
record ShownModel(
        ModelConfigId id,
        ProviderFamily family,
        String model,
        ModelType modelType,
        Optional<String> alias,
        Optional<String> displayName,
        Optional<ProviderConfigId> providerId,
        Optional<Integer> contextLimit,
        int compressionThreshold,
        boolean enabled,
        boolean live,
        boolean usable,
        Optional<UnusableReason> unusableReason,
        boolean isDefault,
        @JsonUnwrapped @Nullable Terms terms,
        long version,
        Optional<Instant> deletedAt,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy) {

    /** What only those see who manage models; {@code prices} are those that count, and {@code pricesSource} says whose they are. */
    record Terms(
            Optional<String> providerName,
            ModelOptions options,
            Optional<Prices> prices,
            ModelPricing.Source pricesSource,
            List<ModelConfigId> fallbacks) {}

    static ShownModel of(ModelFacts facts, ProvidersView providers, ShippedCatalogue shipped) {
        ModelConfig config = facts.config();
        ModelPricing pricing = ModelPricing.of(facts, shipped);
        Optional<String> providerName = config.buriedProviderName()
                .or(() -> config.providerId().flatMap(providers::find).map(ProviderView::name));
        Terms terms = new Terms(
                providerName,
                config.terms().options(),
                pricing.prices(),
                pricing.source(),
                config.terms().fallbacks());
        return of(facts, providers, terms);
    }

    /** As above, without terms. */
    static ShownModel toUsers(ModelFacts facts, ProvidersView providers) {
        return of(facts, providers, (Terms) null);
    }

    static Optional<UnusableReason> unusableReason(ModelConfig config, ProvidersView providers) {
        if (config.deletedAt().isPresent()) {
            return Optional.of(UnusableReason.MODEL_DELETED);
        }
        if (!config.enabled()) {
            return Optional.of(UnusableReason.MODEL_DISABLED);
        }
        return ModelRouting.of(config.family(), config.providerId(), providers).unusableReason();
    }

    private static ShownModel of(ModelFacts facts, ProvidersView providers, @Nullable Terms terms) {
        ModelConfig config = facts.config();
        Optional<UnusableReason> reason = unusableReason(config, providers);
        return new ShownModel(
                config.id(),
                config.family(),
                config.model(),
                config.type(),
                config.alias(),
                config.displayName(),
                config.providerId(),
                config.contextLimit(),
                config.compressionThreshold(),
                config.enabled(),
                config.live(),
                reason.isEmpty(),
                reason,
                facts.isDefault(),
                terms,
                config.version(),
                config.deletedAt(),
                config.createdAt(),
                config.createdBy(),
                config.updatedAt(),
                config.updatedBy());
    }
}
