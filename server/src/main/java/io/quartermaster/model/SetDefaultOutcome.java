package io.quartermaster.model;

import java.util.List;

/** What became of an attempt to set defaults. */
sealed interface SetDefaultOutcome {

    /** Set, in the order asked for. */
    record Done(List<ShownDefaultModel> defaults) implements SetDefaultOutcome {}

    /** The precondition does not hold; nothing was changed. */
    record Stale(ShownDefaultModel current) implements SetDefaultOutcome {}

    /** Some models cannot be the default of their type; nothing was changed. */
    record NotSelectable(List<Refusal> refusals) implements SetDefaultOutcome {}

    /**
     * Why one model was refused; a model that is missing and one of another tenant look the same.
     *
     * @param index of the choice in the request
     */
    record Refusal(int index, Cause cause, String advice) {}

    /** The causes of a refusal. */
    enum Cause {
        NOT_FOUND("not_found"),
        WRONG_TYPE("wrong_type"),
        DISABLED("disabled"),
        DELETED("deleted");

        private final String code;

        Cause(String code) {
            this.code = code;
        }

        String code() {
            return code;
        }
    }
}
