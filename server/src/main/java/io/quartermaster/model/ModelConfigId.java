package io.quartermaster.model;

import io.quartermaster.platform.CanonicalUuid;
import java.util.Optional;
import java.util.UUID;

/** The id of a model config: a UUIDv7. */
public record ModelConfigId(UUID value) {

    /** The id that {@code text} spells canonically, or empty. */
    public static Optional<ModelConfigId> parse(String text) {
        return CanonicalUuid.parse(text).map(ModelConfigId::new);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
