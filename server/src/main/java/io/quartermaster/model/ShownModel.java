package io.quartermaster.model;

import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProvidersView;
import io.quartermaster.provider.UnusableReason;
import java.time.Instant;
import java.util.Optional;

/** A model config as the API and the audit trail show it. */
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
        long version,
        Optional<Instant> deletedAt,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy) {

    static ShownModel of(ModelConfig config, ProvidersView providers, Optional<DefaultModel> defaultModel) {
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
                defaultModel.filter(current -> current.is(config.id())).isPresent(),
                config.version(),
                config.deletedAt(),
                config.createdAt(),
                config.createdBy(),
                config.updatedAt(),
                config.updatedBy());
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
}
