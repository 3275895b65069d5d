package io.quartermaster.gateway;

import com.fasterxml.jackson.annotation.JsonValue;

/** How a circuit stands. */
public enum CircuitState {
    CLOSED("closed"),
    OPEN("open"),
    HALF_OPEN("half_open");

    private final String word;

    CircuitState(String word) {
        this.word = word;
    }

    @JsonValue
    public String word() {
        return word;
    }
}
