package io.quartermaster.access;

import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.http.Principal;
import java.util.Optional;

/**
 * Who makes a request, before any tenant is named.
 *
 * @param user the person that calls: who is signed in, or whose key it is; empty for the operator key and keys of services
 */
public record Caller(Kind kind, String id, Standing standing, Optional<UserId> user) implements Principal {

    /** As what a caller acts; the audit trail keeps the word. */
    public enum Kind {
        /** The operator key, or a person who runs the deployment. */
        OPERATOR("operator"),
        API_KEY("api_key"),
        USER("user");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public Caller {
        boolean fits = switch (standing) {
            case Standing.Operator _ -> kind == Kind.OPERATOR;
            case Standing.InTenant _ -> kind == Kind.API_KEY;
            case Standing.Memberships _ -> kind == Kind.USER && user.isPresent();
        };
        if (!fits) {
            throw new IllegalArgumentException("A caller of the kind " + kind + " does not stand as " + standing);
        }
    }

    /** The bearer of the operator key. */
    public static Caller operatorKey() {
        return new Caller(Kind.OPERATOR, "operator", new Standing.Operator(), Optional.empty());
    }

    /** The bearer of a tenant's key; {@code user} when it belongs to a person. */
    public static Caller apiKey(String id, TenantId tenant, Role role, Optional<UserId> user) {
        return new Caller(Kind.API_KEY, id, new Standing.InTenant(tenant, role), user);
    }

    /** A person who is signed in, with whatever role the tenants that are named give; everywhere if an operator. */
    public static Caller person(UserId user, boolean operator) {
        return new Caller(
                operator ? Kind.OPERATOR : Kind.USER,
                user.toString(),
                operator ? new Standing.Operator() : new Standing.Memberships(),
                Optional.of(user));
    }

    /** How audit and {@code created_by} name the caller: {@code operator}, {@code api_key:<id>} or {@code user:<id>}. */
    @Override
    public String label() {
        return switch (kind) {
            case API_KEY -> kind.word() + ":" + id;
            case USER -> kind.word() + ":" + id;
            case OPERATOR -> user.map(person -> "user:" + person).orElse("operator");
        };
    }

    public boolean isOperator() {
        return kind == Kind.OPERATOR;
    }

    /** Whether a person signed in, with a session of the console and no key. */
    public boolean isSignedIn() {
        return kind != Kind.API_KEY && user.isPresent();
    }

    /**
     * The role for what belongs to no tenant. A person's role depends on the tenant, so that outside of them a person has what
     * the weakest role has.
     */
    Role roleInDeployment() {
        return switch (standing) {
            case Standing.Operator _ -> Role.OPERATOR;
            case Standing.InTenant(TenantId _, Role role) -> role;
            case Standing.Memberships _ -> Role.VIEWER;
        };
    }
}
