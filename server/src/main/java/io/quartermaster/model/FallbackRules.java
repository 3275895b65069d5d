package io.quartermaster.model;

import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What may stand in for a model: others of its tenant and type, none deleted, and no way back to itself. */
final class FallbackRules {

    private final ModelConfigStore models;
    private final ModelFallbackStore store;

    FallbackRules(ModelConfigStore models, ModelFallbackStore store) {
        this.models = models;
        this.store = store;
    }

    /**
     * Checks the fallbacks of a model, in the tenant's turn, so that two changes cannot close a circle together.
     *
     * @throws Problem 422 naming the first that is impossible, such as {@code fallbacks[1]}
     */
    void require(TenantTx tx, ModelConfigId id, ModelType type, List<ModelConfigId> fallbacks) {
        for (int index = 0; index < fallbacks.size(); index++) {
            requireOne(tx, id, type, fallbacks, index);
        }
        if (fallbacks.isEmpty()) {
            return;
        }
        Map<ModelConfigId, Set<ModelConfigId>> steps = store.steps(tx);
        for (int index = 0; index < fallbacks.size(); index++) {
            if (leads(fallbacks.get(index), id, steps)) {
                throw impossible(
                        index,
                        "circle",
                        "The fallbacks of this model lead back to the one that is being changed; take one of them out.");
            }
        }
    }

    private void requireOne(TenantTx tx, ModelConfigId id, ModelType type, List<ModelConfigId> fallbacks, int index) {
        ModelConfigId fallback = fallbacks.get(index);
        if (fallback.equals(id)) {
            throw impossible(index, "itself", "A model cannot be its own fallback.");
        }
        if (fallbacks.indexOf(fallback) < index) {
            throw impossible(index, "duplicate", "This fallback is listed already.");
        }
        Optional<ModelConfig> found = models.find(tx, fallback);
        if (found.isEmpty()) {
            throw impossible(index, "not_found", "There is no such model in this tenant.");
        }
        if (found.get().deletedAt().isPresent()) {
            throw impossible(index, "deleted", "This model was deleted; restore it or choose another.");
        }
        if (found.get().type() != type) {
            throw impossible(
                    index,
                    "wrong_type",
                    "This model is of type " + found.get().type().word() + ", not " + type.word() + ".");
        }
    }

    private static boolean leads(ModelConfigId from, ModelConfigId to, Map<ModelConfigId, Set<ModelConfigId>> steps) {
        Set<ModelConfigId> seen = new HashSet<>();
        Deque<ModelConfigId> ahead = new ArrayDeque<>(List.of(from));
        while (!ahead.isEmpty()) {
            ModelConfigId next = ahead.pop();
            if (next.equals(to)) {
                return true;
            }
            if (seen.add(next)) {
                ahead.addAll(steps.getOrDefault(next, Set.of()));
            }
        }
        return false;
    }

    private static Problem impossible(int index, String code, String advice) {
        return new Problem(ProblemType.IMPOSSIBLE, advice, new FieldError("fallbacks[" + index + "]", code, advice));
    }
}
