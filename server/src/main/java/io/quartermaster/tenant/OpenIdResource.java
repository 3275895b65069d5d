package io.quartermaster.tenant;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.platform.http.Reply;
import io.quartermaster.tenant.identity.OpenIdSignIn;
import io.quartermaster.tenant.identity.SecurityLog;
import io.quartermaster.tenant.identity.SessionCookie;
import io.quartermaster.tenant.identity.Sessions;
import java.net.URLEncoder;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The HTTP of signing in with an identity provider; browsers come here, not programs. */
public final class OpenIdResource {

    private static final String HOME = "/";
    private static final Pattern PAGE = Pattern.compile("/(?![/\\\\])[!-~]*");

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
        operations
                .on("readSignInMethods", _ -> Reply.ok(new SignInMethods(true, openId.isPresent())))
                .on("beginOpenIdSignIn", this::begin)
                .on("finishOpenIdSignIn", this::finish);
    }

    /** How people can sign in here. */
    record SignInMethods(boolean password, boolean openid) {}

    private Reply begin(Call call) {
        Optional<String> next = call.query("next").filter(OpenIdResource::isPageOfOurs);
        try {
            OpenIdSignIn.Begun begun = requireSet().begin(next);
            return cookie.setAttempt(redirect(begun.location().toString()), begun.attempt());
        } catch (Problem problem) {
            return told(call, problem, next);
        }
    }

    private Reply finish(Call call) {
        Optional<String> next = requireSet().next(call.cookie(SessionCookie.ATTEMPT));
        try {
            return signIn(call, next.orElse(HOME));
        } catch (Problem problem) {
            return told(call, problem, next);
        }
    }

    private Reply signIn(Call call, String next) {
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
        return cookie.set(redirect(next), begun.token());
    }

    private OpenIdSignIn requireSet() {
        return openId.orElseThrow(() -> new Problem(
                ProblemType.NOT_FOUND, "No identity provider is set here; sign in with a password. (QM_OIDC_ISSUER)"));
    }

    /** A person is told on the sign-in page, in words; whoever does not read pages gets the problem. */
    private static Reply told(Call call, Problem problem, Optional<String> next) {
        boolean reads = call.header("accept")
                .filter(accept -> accept.toLowerCase(Locale.ROOT).contains("text/html"))
                .isPresent();
        if (!reads) {
            throw problem;
        }
        String more =
                next.map(page -> "&next=" + URLEncoder.encode(page, UTF_8)).orElse("");
        return redirect("/sign-in?failed=" + problem.type().code() + more);
    }

    /** Browsers read {@code //}, {@code /\} and what they leave out, such as tabs, as the way to another site. */
    private static boolean isPageOfOurs(String path) {
        return PAGE.matcher(path).matches() && !path.startsWith("/api/");
    }

    private static Reply redirect(String location) {
        return new Reply(302, Optional.empty(), Map.of("location", location));
    }
}
