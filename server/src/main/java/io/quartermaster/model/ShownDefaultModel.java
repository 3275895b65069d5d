package io.quartermaster.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.quartermaster.provider.UnusableReason;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** A type's default as the API and the audit trail show it; {@code source} is {@code unset} when there is none. */
record ShownDefaultModel(
        ModelType modelType,
        Optional<ModelConfigId> modelId,
        Optional<ShownModel> model,
        String source,
        boolean usable,
        Optional<UnusableReason> unusableReason,
        Optional<Long> version,
        Optional<Instant> updatedAt,
        Optional<String> updatedBy) {

    static ShownDefaultModel unset(ModelType type) {
        return new ShownDefaultModel(
                type,
                Optional.empty(),
                Optional.empty(),
                "unset",
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static ShownDefaultModel of(DefaultModel current, Optional<ShownModel> shown) {
        return new ShownDefaultModel(
                current.type(),
                current.modelConfigId(),
                shown,
                current.source().word(),
                shown.filter(ShownModel::usable).isPresent(),
                shown.flatMap(ShownModel::unusableReason),
                Optional.of(current.version()),
                Optional.of(current.updatedAt()),
                Optional.of(current.updatedBy()));
    }

    @JsonIgnore
    OptionalLong currentVersion() {
        return version.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }
}
