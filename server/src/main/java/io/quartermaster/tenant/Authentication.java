package io.quartermaster.tenant;

import io.quartermaster.access.Caller;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.http.AuthenticationHook;
import io.quartermaster.platform.http.Principal;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.platform.http.RequestFacts;
import java.time.Clock;
import java.util.Optional;

/** Finds the caller of an admin request by its bearer key; always asks the database, which alone is the truth. */
public final class Authentication implements AuthenticationHook {

    private final Database database;
    private final OperatorKeys operatorKeys;
    private final ApiKeys apiKeys;
    private final Clock clock;

    public Authentication(Database database, OperatorKeys operatorKeys, ApiKeys apiKeys, Clock clock) {
        this.database = database;
        this.operatorKeys = operatorKeys;
        this.apiKeys = apiKeys;
        this.clock = clock;
    }

    @Override
    public Principal authenticate(Optional<String> bearer, RequestFacts facts) {
        String key = bearer.orElseThrow(
                () -> new Problem(ProblemType.NOT_SIGNED_IN, "Send a key: Authorization: Bearer qm_…"));
        byte[] hash = KeyText.hash(new Sensitive(key));
        return findTenantKey(hash)
                .or(() -> operatorKeys.matches(hash) ? Optional.of(operator()) : Optional.empty())
                .orElseThrow(() -> new Problem(ProblemType.NOT_SIGNED_IN, "This key is unknown, revoked or expired."));
    }

    private Optional<Caller> findTenantKey(byte[] hash) {
        return apiKeys.findOwner(hash)
                .flatMap(owner -> database.readTenant(owner.tenant(), tx -> apiKeys.find(tx, owner.key()))
                        .filter(key -> key.expiresAt()
                                .filter(end -> !clock.instant().isBefore(end))
                                .isEmpty())
                        .map(key -> new Caller(
                                Caller.Kind.API_KEY, key.id().toString(), key.role(), Optional.of(owner.tenant()))));
    }

    private static Caller operator() {
        return new Caller(Caller.Kind.OPERATOR, "operator", io.quartermaster.access.Role.OPERATOR, Optional.empty());
    }
}
