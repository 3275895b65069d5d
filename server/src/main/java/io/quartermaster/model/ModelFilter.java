package io.quartermaster.model;

import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderFamily;
import java.util.Optional;

/** What a list of models is narrowed to; {@code deleted} asks for the tombstones instead of all others. */
record ModelFilter(
        Optional<ModelType> type,
        Optional<ProviderFamily> family,
        Optional<ProviderConfigId> provider,
        boolean deleted) {}
