package io.quartermaster.gateway.upstream;

import io.quartermaster.gateway.Upstream;
import io.quartermaster.gateway.snapshot.Attempt;
import io.quartermaster.protocol.translation.Framing;
import io.quartermaster.provider.ProviderFamily.Protocol;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;

/** The headers of a request to a provider. What the client says goes before what the provider's settings say. */
final class RequestHead {

    private static final CharSequence ANYTHING = HttpHeaders.createOptimized("*/*");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence EVENTS = HttpHeaders.createOptimized("text/event-stream");
    private static final CharSequence BINARY_EVENTS = HttpHeaders.createOptimized(Framing.EVENT_STREAM);

    private RequestHead() {}

    /** @param signature made for this request, in the place of a key */
    static void write(
            MultiMap headers, Upstream.Outgoing outgoing, String userAgent, List<Attempt.Credential> signature) {
        Attempt attempt = outgoing.attempt();
        headers.set(HttpHeaders.HOST, attempt.hostHeader());
        headers.set(HttpHeaders.CONTENT_TYPE, JSON);
        headers.set(HttpHeaders.ACCEPT, accepted(outgoing));
        headers.set(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.IDENTITY); // so that usage can be read
        headers.set(HttpHeaders.USER_AGENT, userAgent);
        attempt.credential()
                .ifPresent(key -> headers.set(key.header(), key.value().reveal()));
        attempt.headers().forEach(header -> headers.set(header.name(), header.value()));
        signature.forEach(part -> headers.set(part.header(), part.value().reveal()));
        outgoing.passed().forEach(header -> pass(headers, header));
    }

    private static CharSequence accepted(Upstream.Outgoing outgoing) {
        if (outgoing.streamed()) {
            return outgoing.attempt().provider().family().protocol() == Protocol.BEDROCK ? BINARY_EVENTS : EVENTS;
        }
        return outgoing.binary() ? ANYTHING : JSON;
    }

    /** Of features, both the client's and the settings' are wanted. */
    private static void pass(MultiMap headers, Attempt.Header header) {
        String before = header.name().equals(Attempt.ANTHROPIC_BETA) ? headers.get(header.name()) : null;
        headers.set(header.name(), before == null ? header.value() : before + "," + header.value());
    }
}
