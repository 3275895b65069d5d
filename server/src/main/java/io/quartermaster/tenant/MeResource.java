package io.quartermaster.tenant;

import io.quartermaster.access.Caller;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.platform.http.Reply;

/** The HTTP of the caller's own self. */
public final class MeResource {

    private final Self self;

    public MeResource(Self self) {
        this.self = self;
    }

    public void bind(Operations operations) {
        operations.on("readMe", this::read).on("changeMyPassword", this::changePassword);
    }

    record NewPassword(Sensitive currentPassword, Sensitive newPassword) {}

    private Reply read(Call call) {
        Caller caller = call.principal(Caller.class);
        return Reply.ok(self.read(caller, call.credentials().session(), call.requestId()));
    }

    private Reply changePassword(Call call) {
        Caller caller = call.principal(Caller.class);
        NewPassword body = call.body(NewPassword.class);
        self.changePassword(
                caller, requireSession(caller, call), body.currentPassword(), body.newPassword(), call.facts());
        return Reply.noContent();
    }

    /**
     * The token of the session that the request was made with.
     *
     * @throws Problem 403 for the bearer of a key
     */
    static String requireSession(Caller caller, Call call) {
        return call.credentials()
                .session()
                .filter(_ -> caller.isSignedIn())
                .orElseThrow(() -> new Problem(
                        ProblemType.FORBIDDEN,
                        "This is for people who signed in; a key has no session and no password."));
    }
}
