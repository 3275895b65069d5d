package io.quartermaster.tenant.identity;

import io.quartermaster.platform.http.Credentials;
import io.quartermaster.platform.http.Reply;
import java.time.Duration;

/** How browsers keep a session: unreadable to scripts, sent by this site's own pages only, over TLS wherever there is TLS. */
public record SessionCookie(boolean secure) {

    /** The cookie that holds a sealed {@link OpenIdAttempt}. */
    public static final String ATTEMPT = "qm_openid";

    public Reply set(Reply reply, String token) {
        return reply.withHeader("set-cookie", cookie(Credentials.SESSION_COOKIE, token, "/", "Strict", Sessions.LIFE));
    }

    public Reply clear(Reply reply) {
        return reply.withHeader("set-cookie", cookie(Credentials.SESSION_COOKIE, "", "/", "Strict", Duration.ZERO));
    }

    /** What a browser takes to the identity provider and back. Lax: it comes back from another site. */
    public Reply setAttempt(Reply reply, String attempt) {
        return reply.withHeader(
                "set-cookie", cookie(ATTEMPT, attempt, "/api/v1/sign-in/oidc", "Lax", OpenIdAttempt.HOLDS));
    }

    private String cookie(String name, String value, String path, String sameSite, Duration life) {
        return name + "=" + value + "; Path=" + path + "; HttpOnly; SameSite=" + sameSite + "; Max-Age="
                + life.toSeconds() + (secure ? "; Secure" : "");
    }
}
