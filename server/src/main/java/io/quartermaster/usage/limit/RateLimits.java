package io.quartermaster.usage.limit;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Permission;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.audit.Audit;
import io.quartermaster.audit.AuditSubject;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.usage.ScopeStore;
import io.quartermaster.usage.UsageScope;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** Reads and sets the limits of a tenant. */
public final class RateLimits {

    /** The version of a limit that does not exist. */
    private static final long NONE = 0;

    private final Database database;
    private final Authorizer authorizer;
    private final Audit audit;
    private final RateLimitStore store = new RateLimitStore();
    private final ScopeStore scopes = new ScopeStore();

    public RateLimits(Database database, Authorizer authorizer, Audit audit) {
        this.database = database;
        this.authorizer = authorizer;
        this.audit = audit;
    }

    /**
     * What a limit is to be; without numbers it is lifted.
     *
     * @param expectedVersion the one that it is set from, 0 for none; empty where the last writer is to win
     */
    record Choice(
            UsageScope scope,
            Optional<UUID> scopeId,
            OptionalLong requestsPerMinute,
            OptionalLong tokensPerMinute,
            OptionalLong expectedVersion) {}

    /** The limits of the transaction's tenant as the gateway needs them. */
    public RateLimitsView load(TenantScope tx) {
        return new RateLimitsView(store.list(tx));
    }

    List<ShownRateLimit> list(TenantCaller caller) {
        authorizer.require(caller, Permission.READ_LIMITS);
        return database.readTenant(caller.tenant(), this::shown);
    }

    /** Sets those that are listed, all or nothing; the others stay. */
    List<ShownRateLimit> set(TenantCaller caller, List<Choice> choices) {
        authorizer.require(caller, Permission.CHANGE_LIMITS);
        return database.inTenant(caller.tenant(), tx -> {
            List<ShownRateLimit> before = shown(tx);
            Set<UUID> seen = new HashSet<>();
            for (int index = 0; index < choices.size(); index++) {
                UUID id = requireScopeId(tx, choices.get(index), index);
                if (!seen.add(id)) {
                    throw mistake(ProblemType.INVALID_REQUEST, index, "scope_id", "repeated", "It is listed twice.");
                }
                requireExpected(tx, choices.get(index), index, id);
                set(tx, caller, choices.get(index), id);
            }
            List<ShownRateLimit> after = shown(tx);
            audit.record(
                    tx,
                    caller,
                    "limits.set",
                    new AuditSubject("limits", "tenant"),
                    Optional.of(before),
                    Optional.of(after),
                    Optional.empty());
            return after;
        });
    }

    private void requireExpected(TenantScope tx, Choice choice, int index, UUID id) {
        if (choice.expectedVersion().isEmpty()) {
            return;
        }
        Optional<ShownRateLimit> current = store.find(tx, choice.scope(), id).map(ShownRateLimit::of);
        if (current.map(ShownRateLimit::version).orElse(NONE)
                == choice.expectedVersion().getAsLong()) {
            return;
        }
        Problem stale = mistake(
                ProblemType.STALE,
                index,
                "expected_version",
                "stale",
                current.isPresent()
                        ? "The limit was changed meanwhile; look at the current one and decide."
                        : "The limit was lifted meanwhile; set it anew if it is still wanted.");
        current.ifPresent(limit -> stale.with("current", limit));
        throw stale;
    }

    private void set(TenantTx tx, TenantCaller caller, Choice choice, UUID id) {
        if (choice.requestsPerMinute().isEmpty() && choice.tokensPerMinute().isEmpty()) {
            store.delete(tx, choice.scope(), id);
            return;
        }
        Optional<RateLimit> before = store.find(tx, choice.scope(), id);
        store.put(
                tx,
                new RateLimit(
                        choice.scope(),
                        id,
                        choice.requestsPerMinute(),
                        choice.tokensPerMinute(),
                        tx.version(),
                        before.map(RateLimit::createdAt).orElse(tx.now()),
                        before.map(RateLimit::createdBy).orElse(caller.label()),
                        tx.now(),
                        caller.label()));
    }

    private List<ShownRateLimit> shown(TenantScope tx) {
        return store.list(tx).stream().map(ShownRateLimit::of).toList();
    }

    private UUID requireScopeId(TenantScope tx, Choice choice, int index) {
        UUID own = tx.tenant().value();
        if (choice.scope() == UsageScope.TENANT) {
            if (choice.scopeId().filter(id -> !id.equals(own)).isPresent()) {
                throw mistake(
                        ProblemType.IMPOSSIBLE,
                        index,
                        "scope_id",
                        "not_allowed",
                        "A limit of the tenant is for this tenant; leave scope_id out.");
            }
            return own;
        }
        String what = choice.scope().word();
        UUID id = choice.scopeId()
                .orElseThrow(() -> mistake(
                        ProblemType.IMPOSSIBLE,
                        index,
                        "scope_id",
                        "required",
                        "Say which " + what + " the limit is for: its id."));
        // What is gone may still have a limit, to be lifted.
        if (!scopes.exists(tx, choice.scope(), id)
                && store.find(tx, choice.scope(), id).isEmpty()) {
            throw mistake(
                    ProblemType.IMPOSSIBLE,
                    index,
                    "scope_id",
                    "not_found",
                    "There is no such " + what + " in this tenant.");
        }
        return id;
    }

    private static Problem mistake(ProblemType type, int index, String field, String code, String advice) {
        return new Problem(type, advice, new FieldError("limits[" + index + "]." + field, code, advice));
    }
}
