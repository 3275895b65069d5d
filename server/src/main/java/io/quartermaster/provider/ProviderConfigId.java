package io.quartermaster.provider;

import io.quartermaster.platform.CanonicalUuid;
import java.util.Optional;
import java.util.UUID;

/** The id of a provider config: a UUIDv7. */
public record ProviderConfigId(UUID value) {

    /** The id that {@code text} spells canonically, or empty. */
    public static Optional<ProviderConfigId> parse(String text) {
        return CanonicalUuid.parse(text).map(ProviderConfigId::new);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
