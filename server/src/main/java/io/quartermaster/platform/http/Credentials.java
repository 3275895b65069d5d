package io.quartermaster.platform.http;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a request brings to say who sends it: a bearer token, or the cookie of a session with its CSRF token. A request with an
 * {@code Authorization} header is judged by that alone.
 */
public record Credentials(
        boolean authorization, Optional<String> bearer, Optional<String> session, Optional<String> csrf) {

    /** The cookie that holds a session of the console. */
    public static final String SESSION_COOKIE = "qm_session";

    /** The header that a write made with a session must carry: other sites make browsers send cookies, but no header. */
    public static final String CSRF_HEADER = "x-qm-csrf";

    private static final String SCHEME = "Bearer ";

    static Credentials of(MultiMap headers) {
        List<String> csrf = headers.getAll(CSRF_HEADER);
        return new Credentials(
                headers.contains("authorization"),
                bearer(headers),
                cookie(headers.getAll("cookie"), SESSION_COOKIE),
                csrf.size() == 1 ? Optional.of(csrf.getFirst().strip()) : Optional.empty());
    }

    /** The token, when there is exactly one header that carries one: with two it is not clear who is asking. */
    private static Optional<String> bearer(MultiMap headers) {
        List<String> sent = headers.getAll("authorization");
        if (sent.size() != 1 || !sent.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String token = sent.getFirst().substring(SCHEME.length()).strip();
        return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }

    /** The value of a cookie that is sent once; a second one may have been planted by a neighbouring site. */
    static Optional<String> cookie(List<String> headers, String name) {
        List<String> values = new ArrayList<>();
        for (String header : headers) {
            for (String pair : header.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    values.add(pair.substring(equals + 1).strip());
                }
            }
        }
        return values.size() == 1 && !values.getFirst().isEmpty() ? Optional.of(values.getFirst()) : Optional.empty();
    }
}
