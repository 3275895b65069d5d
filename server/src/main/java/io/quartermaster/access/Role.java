package io.quartermaster.access;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** A caller's role in a tenant, weakest first; the declared order is the order of power. */
public enum Role {
    VIEWER("viewer"),
    MEMBER("member"),
    EDITOR("editor"),
    ADMIN("admin"),
    OWNER("owner"),
    OPERATOR("operator");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    @JsonValue
    public String word() {
        return word;
    }

    public static Optional<Role> parse(String word) {
        return Arrays.stream(values()).filter(role -> role.word.equals(word)).findFirst();
    }

    public boolean atLeast(Role other) {
        return compareTo(other) >= 0;
    }
}
