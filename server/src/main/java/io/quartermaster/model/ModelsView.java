package io.quartermaster.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tenant's live model configs and its defaults. A type that is absent from {@code defaults} is unset; present with an empty
 * id is pinned to "none". Immutable.
 */
public record ModelsView(List<ModelView> live, Map<ModelType, Optional<ModelConfigId>> defaults) {

    public ModelsView {
        live = List.copyOf(live);
        defaults = Map.copyOf(defaults);
    }
}
