package io.quartermaster.model;

import java.time.Instant;
import java.util.Optional;

/** The model config a tenant uses for a type when a call names none; {@code modelConfigId} empty is a pinned "none". */
record DefaultModel(
        ModelType type,
        Optional<ModelConfigId> modelConfigId,
        Source source,
        long version,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy) {

    /** Who chose it: somebody, or the system by its written rule. */
    enum Source {
        PINNED("pinned"),
        ELECTED("elected");

        private final String word;

        Source(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        static Source of(String word) {
            return word.equals(PINNED.word) ? PINNED : ELECTED;
        }
    }

    boolean is(ModelConfigId id) {
        return modelConfigId.filter(id::equals).isPresent();
    }
}
