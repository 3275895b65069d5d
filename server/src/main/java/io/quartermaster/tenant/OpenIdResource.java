package io.quartermaster.tenant;

import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.platform.http.Reply;
import io.quartermaster.tenant.identity.OpenIdSignIn;
import io.quartermaster.tenant.identity.SecurityLog;
import io.quartermaster.tenant.identity.SessionCookie;
import io.quartermaster.tenant.identity.Sessions;
import java.util.Map;
import java.util.Optional;

/** The HTTP of signing in with an identity provider; browsers come here, not programs. */
public final class OpenIdResource {

    private static final String HOME = "/";

    private final Optional<OpenIdSignIn> openId;
    private final MappedMemberships memberships;
    private final Sessions sessions;
    private final SecurityLog security;
    private final SessionCookie cookie;

    /** @param openId empty where no identity provider is set */
    public OpenIdResource(
            Optional<OpenIdSignIn> openId,
            MappedMemberships memberships,
            Sessions sessions,
            SecurityLog security,
            SessionCookie cookie) {
        this.openId = openId;
        this.memberships = memberships;
        this.sessions = sessions;
        this.security = security;
        this.cookie = cookie;
    }

    public void bind(Operations operations) {
        operations.on("beginOpenIdSignIn", this::begin).on("finishOpenIdSignIn", this::finish);
    }

    private Reply begin(Call call) {
        OpenIdSignIn.Begun begun = requireSet().begin();
        return cookie.setAttempt(redirect(begun.location().toString()), begun.attempt());
    }

    private Reply finish(Call call) {
        OpenIdSignIn.Finished finished = requireSet()
                .finish(
                        new OpenIdSignIn.Returned(
                                call.query("code"), call.query("state"), call.query("iss"), call.query("error")),
                        call.cookie(SessionCookie.ATTEMPT),
                        call.facts());
        memberships.apply(finished.user(), finished.claims(), call.facts());
        Sessions.Begun begun =
                sessions.begin(finished.user(), call.credentials().session());
        security.of(SecurityLog.Event.SIGN_IN, finished.user().id(), call.facts());
        return cookie.set(redirect(HOME), begun.token());
    }

    private OpenIdSignIn requireSet() {
        return openId.orElseThrow(() -> new Problem(
                ProblemType.NOT_FOUND, "No identity provider is set here; sign in with a password. (QM_OIDC_ISSUER)"));
    }

    private static Reply redirect(String location) {
        return new Reply(302, Optional.empty(), Map.of("location", location));
    }
}
