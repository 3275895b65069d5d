package io.quartermaster.gateway.inbound;

import io.quartermaster.gateway.ClientProtocol;
import io.quartermaster.gateway.GatewayRoute;
import io.quartermaster.gateway.Incoming;
import io.quartermaster.gateway.snapshot.Attempt.Header;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the key of a request, and the headers that are its provider's business. */
final class ClientHeaders {

    private static final String SCHEME = "Bearer ";
    private static final List<String> OPENAI = List.of("openai-beta");
    private static final List<String> ANTHROPIC = List.of("anthropic-version", "anthropic-beta");

    private ClientHeaders() {}

    /** The key of {@code Authorization: Bearer …}, or of {@code x-api-key} where Anthropic's clients call; null when there is none. */
    static @Nullable String key(HttpServerRequest request) {
        String bearer = bearer(request.getHeader(HttpHeaders.AUTHORIZATION));
        boolean anthropic = bearer == null && Paths.protocol(request.path()) == ClientProtocol.ANTHROPIC;
        return anthropic ? request.getHeader("x-api-key") : bearer;
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length()).strip()
                : null;
    }

    /** Those that go to a provider of the same protocol; a list in several lines becomes one. A form's type names its boundary. */
    static List<Header> passed(HttpServerRequest request, GatewayRoute route) {
        List<String> names = switch (route.protocol()) {
            case OPENAI -> OPENAI;
            case ANTHROPIC -> ANTHROPIC;
        };
        List<Header> passed = new ArrayList<>(0);
        for (String name : names) {
            List<String> values = request.headers().getAll(name);
            if (!values.isEmpty()) {
                passed.add(new Header(name, String.join(",", values)));
            }
        }
        if (route.takesForms()) {
            passed.add(new Header(Incoming.CONTENT_TYPE, request.getHeader(HttpHeaders.CONTENT_TYPE)));
        }
        return passed;
    }
}
