package io.quartermaster.declared;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Finds which model config of the server an entry of a file means: the one with its alias; else one of the same type, family,
 * name and provider, first one without an alias, the oldest first, and none for two entries.
 */
final class ModelMatching {

    private final LiveTenant live;
    private final Set<String> taken = new HashSet<>();

    ModelMatching(LiveTenant live) {
        this.live = live;
    }

    /** A slot for each entry, in their order. */
    List<ModelSlot> match(JsonNode entries, String place) {
        List<Optional<JsonNode>> rows = new ArrayList<>(Collections.nCopies(entries.size(), Optional.empty()));
        for (int index = 0; index < entries.size(); index++) { // aliases first, so that no other entry takes their rows
            rows.set(index, byAlias(alias(entries.path(index))));
        }
        for (int index = 0; index < entries.size(); index++) {
            JsonNode entry = entries.path(index);
            if (rows.get(index).isEmpty()) {
                rows.set(
                        index,
                        byName(entry, "").or(() -> alias(entry).isEmpty() ? byName(entry, "any") : Optional.empty()));
            }
        }
        List<ModelSlot> slots = new ArrayList<>();
        for (int index = 0; index < entries.size(); index++) {
            Optional<JsonNode> row = rows.get(index);
            slots.add(new ModelSlot(entries.path(index), row, row.flatMap(this::provider), place + "[" + index + "]"));
        }
        return slots;
    }

    /** What the server has and no entry means. */
    List<ModelSlot> rest() {
        return live.models().stream()
                .filter(row -> !taken.contains(row.path("id").asString()))
                .map(row -> ModelSlot.unnamed(row, provider(row)))
                .toList();
    }

    private Optional<JsonNode> byAlias(String alias) {
        return alias.isEmpty()
                ? Optional.empty()
                : take(live.models().stream()
                        .filter(row -> alias(row).equals(alias))
                        .findFirst());
    }

    private Optional<JsonNode> byName(JsonNode entry, String alias) {
        return take(live.models().stream()
                .filter(row -> !taken.contains(row.path("id").asString()))
                .filter(row -> row.path("model_type").equals(entry.path("model_type"))
                        && row.path("family").equals(entry.path("family"))
                        && row.path("model")
                                .asString()
                                .equals(entry.path("model").asString().strip()))
                .filter(row -> !alias.isEmpty() || alias(row).isEmpty())
                .filter(row -> !entry.has("provider")
                        || provider(row)
                                .equals(entry.path("provider").asStringOpt().filter(name -> !name.isEmpty())))
                .findFirst());
    }

    private Optional<JsonNode> take(Optional<JsonNode> row) {
        row.ifPresent(found -> taken.add(found.path("id").asString()));
        return row;
    }

    private Optional<String> provider(JsonNode row) {
        return live.providerName(row.path("provider_id"));
    }

    private static String alias(JsonNode model) {
        return model.path("alias").asString("").strip();
    }
}
