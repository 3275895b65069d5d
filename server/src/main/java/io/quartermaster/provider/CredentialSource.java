package io.quartermaster.provider;

import com.fasterxml.jackson.annotation.JsonValue;

/** Where the key of a call came from; always reported, never guessed. */
public enum CredentialSource {
    USER("user"),
    CENTRAL("central"),
    SHARED("shared"),
    DEPLOYMENT("deployment"),
    AMBIENT("ambient"),
    NONE("none");

    private final String word;

    CredentialSource(String word) {
        this.word = word;
    }

    @JsonValue
    public String word() {
        return word;
    }
}
