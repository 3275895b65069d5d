package io.quartermaster.tenant;

import io.quartermaster.access.Caller;
import io.quartermaster.platform.http.AuthenticationHook;
import io.quartermaster.platform.http.Principal;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.platform.http.RequestFacts;
import java.time.Clock;
import java.util.Optional;

/** Finds the caller of an admin request by its bearer key; always asks the database, which alone is the truth. */
public final class Authentication implements AuthenticationHook {

    private final OperatorKeys operatorKeys;
    private final ApiKeys apiKeys;
    private final ApiKeyUses uses;
    private final Clock clock;

    public Authentication(OperatorKeys operatorKeys, ApiKeys apiKeys, ApiKeyUses uses, Clock clock) {
        this.operatorKeys = operatorKeys;
        this.apiKeys = apiKeys;
        this.uses = uses;
        this.clock = clock;
    }

    @Override
    public Principal authenticate(Optional<String> bearer, RequestFacts facts) {
        String key = bearer.orElseThrow(
                () -> new Problem(ProblemType.NOT_SIGNED_IN, "Send a key: Authorization: Bearer qm_…"));
        KeyHash hash = KeyHash.of(key);
        return findTenantKey(hash)
                .or(() -> operatorKeys.matches(hash.bytes()) ? Optional.of(operator()) : Optional.empty())
                .orElseThrow(() -> new Problem(ProblemType.NOT_SIGNED_IN, "This key is unknown, revoked or expired."));
    }

    private Optional<Caller> findTenantKey(KeyHash hash) {
        return apiKeys.findOwner(hash)
                .flatMap(owner -> apiKeys.findView(owner)
                        .filter(key -> key.accepts(hash, clock.instant()) && !key.expiredAt(clock.instant()))
                        .map(key -> {
                            uses.used(owner, clock.instant());
                            return new Caller(
                                    Caller.Kind.API_KEY, key.id().toString(), key.role(), Optional.of(owner.tenant()));
                        }));
    }

    private static Caller operator() {
        return new Caller(Caller.Kind.OPERATOR, "operator", io.quartermaster.access.Role.OPERATOR, Optional.empty());
    }
}
