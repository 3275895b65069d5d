package io.quartermaster.tenant;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Caller;
import io.quartermaster.access.Permission;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Credentials;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.Reply;
import io.quartermaster.tenant.identity.Email;
import io.quartermaster.tenant.identity.SecurityLog;
import io.quartermaster.tenant.identity.SecurityLog.Event;
import io.quartermaster.tenant.identity.SessionCookie;
import io.quartermaster.tenant.identity.Sessions;
import io.quartermaster.tenant.identity.SignIn;
import io.quartermaster.tenant.identity.User;
import java.util.Optional;

/** The HTTP of signing in and out with a password, and of taking up an invitation. */
public final class SignInResource {

    private final SignIn signIn;
    private final Sessions sessions;
    private final PlaygroundKeys playground;
    private final Invitations invitations;
    private final Authorizer authorizer;
    private final SecurityLog security;
    private final SessionCookie cookie;

    public SignInResource(
            SignIn signIn,
            Sessions sessions,
            PlaygroundKeys playground,
            Invitations invitations,
            Authorizer authorizer,
            SecurityLog security,
            SessionCookie cookie) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.playground = playground;
        this.invitations = invitations;
        this.authorizer = authorizer;
        this.security = security;
        this.cookie = cookie;
    }

    public void bind(Operations operations) {
        operations.on("signIn", this::signIn).on("signOut", this::signOut).on("acceptInvitation", this::accept);
    }

    record SignInWith(String email, Sensitive password) {}

    record Taking(Sensitive token, Optional<Sensitive> password) {}

    /** Who signed in; the session itself is in the cookie. */
    record SignedIn(String userId, String csrfToken) {}

    /** What a person is a member of now. */
    record Joined(String tenantId, String tenantSlug, String tenantName, Member member) {}

    private Reply signIn(Call call) {
        SignInWith body = call.body(SignInWith.class);
        User user = signIn.verify(Email.require(body.email()), body.password(), call.facts());
        invitations.acceptWhatMade(user, call.facts());
        Sessions.Begun begun = sessions.begin(user, call.credentials().session());
        security.of(Event.SIGN_IN, user.id(), call.facts());
        return cookie.set(Reply.ok(new SignedIn(user.id().toString(), begun.csrf())), begun.token());
    }

    /** Ends the session that the request came with, and what the console called models with; other keys are revoked, not signed out. */
    private Reply signOut(Call call) {
        Caller caller = call.principal(Caller.class);
        authorizer.require(caller, Permission.CHANGE_ME);
        String token = MeResource.requireSession(caller, call);
        UserId user = caller.user().orElseThrow();
        // who is told that it failed is still signed in, and tries again
        playground.endWith(user, caller.label(), call.facts(), () -> {
            sessions.end(token);
            return true;
        });
        security.of(Event.SIGN_OUT, user, call.facts());
        return cookie.clear(Reply.noContent());
    }

    private Reply accept(Call call) {
        Taking body = call.body(Taking.class);
        Invitations.Accepted accepted =
                invitations.accept(body.token(), body.password(), signedIn(call.credentials()), call.facts());
        return Reply.ok(new Joined(
                accepted.tenant().id().toString(),
                accepted.tenant().slug(),
                accepted.tenant().name(),
                accepted.member()));
    }

    /** Who has a session, on a route that is open to anybody; what is written with it needs the CSRF token here too. */
    private Optional<User> signedIn(Credentials credentials) {
        Optional<Sessions.Live> session = credentials.authorization()
                ? Optional.empty()
                : credentials.session().flatMap(sessions::find);
        if (session.isPresent() && !session.get().accepts(credentials.csrf())) {
            throw new Problem(Authentication.CSRF, "Send the session's CSRF token in " + Credentials.CSRF_HEADER + ".");
        }
        return session.map(Sessions.Live::user);
    }
}
