package io.quartermaster.declared;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Finds the model config that a file refers to, and writes such references: never by id, which another server has not. */
final class ModelReferences {

    private final List<ModelSlot> slots;

    ModelReferences(List<ModelSlot> slots) {
        this.slots = List.copyOf(slots);
    }

    /** What a reference leads to, or why it leads nowhere. */
    sealed interface Found {
        record One(ModelSlot slot) implements Found {}

        record None(String reason) implements Found {}
    }

    Found find(JsonNode reference, String type) {
        List<ModelSlot> ofType =
                slots.stream().filter(slot -> slot.type().equals(type)).toList();
        if (reference.isObject()) {
            String family = reference.path("family").asString();
            String model = reference.path("model").asString();
            return one(
                    ofType,
                    slot -> slot.family().equals(family)
                            && slot.model().equals(model)
                            && (!reference.has("provider") || slot.provider().equals(provider(reference))),
                    family + "/" + model,
                    type);
        }
        String text = reference.asString().strip();
        List<Predicate<ModelSlot>> meanings = List.of(
                slot -> slot.alias().equals(text),
                slot -> (slot.family() + "/" + slot.model()).equals(text),
                slot -> slot.model().equals(text));
        for (Predicate<ModelSlot> meaning : meanings) {
            if (ofType.stream().anyMatch(meaning)) {
                return one(ofType, meaning, text, type);
            }
        }
        return one(List.of(), slot -> false, text, type);
    }

    /** The shortest reference that leads to the model and to no other; empty when only an alias could tell it from another. */
    Optional<JsonNode> to(ModelSlot slot) {
        if (!slot.alias().isEmpty()) {
            return Optional.of(Planner.object().stringNode(slot.alias()));
        }
        JsonNode byName = Planner.object().stringNode(slot.family() + "/" + slot.model());
        if (leads(byName, slot)) {
            return Optional.of(byName);
        }
        JsonNode byProvider = Planner.object()
                .put("family", slot.family())
                .put("model", slot.model())
                .put("provider", slot.provider().orElse(null));
        return leads(byProvider, slot) ? Optional.of(byProvider) : Optional.empty();
    }

    private boolean leads(JsonNode reference, ModelSlot slot) {
        return find(reference, slot.type()) instanceof Found.One(ModelSlot found) && found == slot;
    }

    private static Found one(List<ModelSlot> among, Predicate<ModelSlot> meaning, String words, String type) {
        List<ModelSlot> found = among.stream().filter(meaning).toList();
        return switch (found.size()) {
            case 1 -> new Found.One(found.getFirst());
            case 0 ->
                new Found.None("there is no model " + words + " of the type " + type
                        + "; name one by its alias, or as family/name.");
            default ->
                new Found.None(words + " names " + found.size() + " models of the type " + type
                        + "; give the one that is meant an alias, or write {family, model, provider}.");
        };
    }

    private static Optional<String> provider(JsonNode reference) {
        return reference.path("provider").asStringOpt().filter(name -> !name.isEmpty());
    }
}
