package io.quartermaster.schema;

import java.util.Objects;

/** A role that signs in with a password; the password is in no text of it. */
public record DatabaseRole(String name, String password) {
    public DatabaseRole {
        Objects.requireNonNull(password, "password");
        if (name.isBlank() || password.isBlank()) {
            throw new IllegalArgumentException("A database role needs a name and a password");
        }
    }

    @Override
    public String toString() {
        return "DatabaseRole[name=" + name + "]";
    }
}
