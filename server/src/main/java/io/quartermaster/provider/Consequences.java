package io.quartermaster.provider;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What else a deletion or disabling brings about, shown before it is done and after. The counts of things that this
 * release does not have are zero.
 */
public record Consequences(
        List<AffectedModel> modelConfigs,
        int userKeys,
        List<String> agents,
        long chats,
        List<AffectedModel> lostFallbacks,
        List<DefaultChange> defaultChanges) {

    public static final Consequences NONE = new Consequences(List.of(), List.of());

    public Consequences {
        modelConfigs = List.copyOf(modelConfigs);
        agents = List.copyOf(agents);
        lostFallbacks = List.copyOf(lostFallbacks);
        defaultChanges = List.copyOf(defaultChanges);
    }

    public Consequences(List<AffectedModel> modelConfigs, List<DefaultChange> defaultChanges) {
        this(modelConfigs, 0, List.of(), 0, List.of(), defaultChanges);
    }

    /** With the models that stay, but lose one that goes as a fallback. */
    public Consequences withLostFallbacks(List<AffectedModel> models) {
        return new Consequences(modelConfigs, userKeys, agents, chats, models, defaultChanges);
    }

    Consequences withUserKeys(int keys) {
        return new Consequences(modelConfigs, keys, agents, chats, lostFallbacks, defaultChanges);
    }

    /** A model config that goes along. */
    public record AffectedModel(UUID id, String family, String model, Optional<String> alias) {}

    /** A default that moves; {@code to} is empty and {@code source} {@code unset} when no model is left. */
    public record DefaultChange(String modelType, Optional<UUID> from, Optional<UUID> to, String source) {}
}
