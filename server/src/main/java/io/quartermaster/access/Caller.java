package io.quartermaster.access;

import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.http.Principal;
import java.util.Optional;

/**
 * Who makes a request, before any tenant is named.
 *
 * @param home the only tenant that the caller may name; empty for operators, who may name any
 */
public record Caller(Kind kind, String id, Role role, Optional<TenantId> home) implements Principal {

    /** What proved who the caller is. */
    public enum Kind {
        OPERATOR("operator"),
        API_KEY("api_key");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public Caller {
        if ((kind == Kind.OPERATOR) != home.isEmpty() || (kind == Kind.OPERATOR) != (role == Role.OPERATOR)) {
            throw new IllegalArgumentException("An operator has no home tenant, and nobody else has none");
        }
    }

    /** How audit and {@code created_by} name the caller: {@code operator}, or {@code api_key:<id>}. */
    @Override
    public String label() {
        return kind == Kind.OPERATOR ? "operator" : kind.word() + ":" + id;
    }

    /** Whether the caller may know that the tenant exists at all. */
    public boolean mayName(TenantId tenant) {
        return home.isEmpty() || home.get().equals(tenant);
    }
}
