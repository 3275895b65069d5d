package io.quartermaster.tenant;

import io.quartermaster.access.Caller;
import io.quartermaster.platform.http.AuthenticationHook;
import io.quartermaster.platform.http.Credentials;
import io.quartermaster.platform.http.Principal;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.platform.http.RequestFacts;
import io.quartermaster.tenant.identity.SecurityLog;
import io.quartermaster.tenant.identity.SecurityLog.Event;
import io.quartermaster.tenant.identity.Sessions;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** Finds the caller of an admin request by its bearer key or its session; always asks the database, which alone is the truth. */
public final class Authentication implements AuthenticationHook {

    /** A browser sends the cookie to us from whatever page it shows, but a page of another site cannot add a header. */
    static final ProblemType CSRF = new ProblemType("csrf", 403, "The CSRF token is missing or wrong");

    private static final Set<String> READS = Set.of("GET", "HEAD");

    private final OperatorKeys operatorKeys;
    private final ApiKeys apiKeys;
    private final ApiKeyUses uses;
    private final Sessions sessions;
    private final SecurityLog security;
    private final Clock clock;

    public Authentication(
            OperatorKeys operatorKeys,
            ApiKeys apiKeys,
            ApiKeyUses uses,
            Sessions sessions,
            SecurityLog security,
            Clock clock) {
        this.operatorKeys = operatorKeys;
        this.apiKeys = apiKeys;
        this.uses = uses;
        this.sessions = sessions;
        this.security = security;
        this.clock = clock;
    }

    @Override
    public Principal authenticate(Credentials credentials, RequestFacts facts) {
        return credentials.authorization()
                ? byKey(credentials.bearer(), facts)
                : credentials.session().isPresent()
                        ? bySession(credentials.session().get(), credentials, facts)
                        : byKey(Optional.empty(), facts);
    }

    private Caller byKey(Optional<String> bearer, RequestFacts facts) {
        String key = bearer.orElseThrow(
                () -> new Problem(ProblemType.NOT_SIGNED_IN, "Send a key, Authorization: Bearer qm_…, or sign in."));
        KeyHash hash = KeyHash.of(key);
        return findTenantKey(hash)
                .or(() -> operatorKeys.matches(hash.bytes()) ? Optional.of(Caller.operatorKey()) : Optional.empty())
                .orElseThrow(() -> {
                    security.of(Event.KEY_REFUSED, facts);
                    return new Problem(ProblemType.NOT_SIGNED_IN, "This key is unknown, revoked or expired.");
                });
    }

    private Caller bySession(String token, Credentials credentials, RequestFacts facts) {
        Sessions.Live session = sessions.find(token).orElseThrow(() -> {
            security.of(Event.SESSION_REFUSED, facts);
            return new Problem(ProblemType.NOT_SIGNED_IN, "The session is over; sign in again.");
        });
        if (!READS.contains(facts.method()) && !session.accepts(credentials.csrf())) {
            security.of(Event.CSRF_REFUSED, session.user().id(), facts);
            throw new Problem(
                    CSRF,
                    "A write made with a session needs its CSRF token in the header " + Credentials.CSRF_HEADER
                            + "; GET /api/v1/me tells it.");
        }
        return Caller.person(session.user().id(), session.user().operator());
    }

    private Optional<Caller> findTenantKey(KeyHash hash) {
        return apiKeys.findOwner(hash)
                .flatMap(owner -> apiKeys.findView(owner)
                        .filter(key -> key.accepts(hash, clock.instant()) && !key.expiredAt(clock.instant()))
                        .map(key -> {
                            uses.used(owner, clock.instant());
                            return Caller.apiKey(key.id().toString(), owner.tenant(), key.role(), key.user());
                        }));
    }
}
