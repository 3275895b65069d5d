package io.quartermaster.usage.budget;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** What happens to calls that a budget has no money for. */
public enum BudgetMode {
    /** They are refused; so are calls whose cost nobody can tell. */
    STRICT("strict"),
    /** They pass, and it is told. */
    SOFT("soft");

    private final String word;

    BudgetMode(String word) {
        this.word = word;
    }

    @JsonValue
    public String word() {
        return word;
    }

    public static Optional<BudgetMode> parse(String word) {
        return Arrays.stream(values()).filter(mode -> mode.word.equals(word)).findFirst();
    }
}
