package io.quartermaster.tenant;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quartermaster.access.TenantCaller.TenantState;
import java.util.Arrays;

/** Whether a tenant may work, may only look, or is gone. */
public enum TenantStatus {
    ACTIVE("active"),
    SUSPENDED("suspended"),
    ARCHIVED("archived");

    private final String word;

    TenantStatus(String word) {
        this.word = word;
    }

    @JsonValue
    public String word() {
        return word;
    }

    /** The status of this word; the column's check allows no other. */
    static TenantStatus of(String word) {
        return Arrays.stream(values())
                .filter(status -> status.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No tenant status is called " + word));
    }

    /** What the tenant allows a caller. */
    TenantState state() {
        return switch (this) {
            case ACTIVE -> TenantState.ACTIVE;
            case SUSPENDED -> TenantState.SUSPENDED;
            case ARCHIVED -> TenantState.ARCHIVED;
        };
    }
}
