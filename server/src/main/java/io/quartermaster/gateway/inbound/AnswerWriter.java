package io.quartermaster.gateway.inbound;

import io.quartermaster.gateway.AnswerHead;
import io.quartermaster.gateway.CallFacts;
import io.quartermaster.gateway.Refusal;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;

/** Writes heads and whole answers to one client. */
final class AnswerWriter {

    private static final long LINGER_MILLIS = 500;

    static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-qm-request-id");
    private static final CharSequence MODEL = HttpHeaders.createOptimized("x-qm-model");
    private static final CharSequence PROVIDER = HttpHeaders.createOptimized("x-qm-provider");
    private static final CharSequence CREDENTIAL_SOURCE = HttpHeaders.createOptimized("x-qm-credential-source");
    private static final CharSequence ATTEMPTS = HttpHeaders.createOptimized("x-qm-attempts");
    private static final CharSequence FALLBACK = HttpHeaders.createOptimized("x-qm-fallback");
    private static final CharSequence OVERHEAD = HttpHeaders.createOptimized("x-qm-overhead-us");
    private static final CharSequence ACCEL_BUFFERING = HttpHeaders.createOptimized("x-accel-buffering");
    private static final CharSequence NO = HttpHeaders.createOptimized("no");
    private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final String requestId;

    AnswerWriter(Vertx vertx, HttpServerRequest request, String requestId) {
        this.vertx = vertx;
        this.request = request;
        this.response = request.response();
        this.requestId = requestId;
    }

    /** The end of a stream that broke off. */
    void endInError(Refusal refusal) {
        response.end(errors().event(refusal));
    }

    void allow(HttpMethod method) {
        response.putHeader(HttpHeaders.ALLOW, method.name());
    }

    /** The head of an answer whose body follows; with the provider's length, so that a cut one shows. */
    void begin(AnswerHead head, CallFacts facts) {
        head(head, facts);
        MultiMap headers = response.headers();
        if (head.length() >= 0 && !head.streamed()) {
            headers.set(HttpHeaders.CONTENT_LENGTH, Long.toString(head.length()));
        } else {
            response.setChunked(true);
        }
        if (head.streamed()) { // neither caches nor proxies may hold a stream back
            headers.set(HttpHeaders.CACHE_CONTROL, NO_CACHE);
            headers.set(ACCEL_BUFFERING, NO);
        }
    }

    Future<Void> whole(AnswerHead head, CallFacts facts, Buffer body) {
        head(head, facts);
        return response.end(body);
    }

    Future<Void> json(int status, Buffer json) {
        response.setStatusCode(status);
        response.headers().set(REQUEST_ID, requestId).set(HttpHeaders.CONTENT_TYPE, JSON);
        return response.end(json);
    }

    private ErrorBody errors() {
        return ErrorBody.at(request.path(), requestId);
    }

    void refuse(Refusal refusal, Optional<CallFacts> facts) {
        facts.ifPresent(this::facts);
        refusal.told().forEach(header -> response.putHeader(header.name(), header.value()));
        refusal.retryAfterSeconds().ifPresent(seconds -> response.putHeader("retry-after", Integer.toString(seconds)));
        if (request.isEnded()) {
            json(refusal.status(), errors().json(refusal));
            return;
        }
        request.handler(_ -> {});
        request.resume();
        if (request.version() == HttpVersion.HTTP_2) { // its connection is that of other requests too
            json(refusal.status(), errors().json(refusal));
            return;
        }
        // The rest of the body is not waited for; but a connection that is closed on bytes it has not read is reset,
        // and the client
        // may lose the answer. So those of the next moment are read.
        response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        json(refusal.status(), errors().json(refusal));
        vertx.setTimer(LINGER_MILLIS, _ -> request.connection().close());
    }

    private void head(AnswerHead head, CallFacts facts) {
        response.setStatusCode(head.status());
        MultiMap headers = response.headers();
        boolean limited = facts.told().stream().anyMatch(header -> isRateLimit(header.name()));
        head.headers().forEach((name, value) -> {
            if (!limited || !isRateLimit(name)) { // ours are the ones that the client runs into
                headers.add(name, value);
            }
        });
        headers.set(REQUEST_ID, requestId);
        facts(facts);
    }

    private static boolean isRateLimit(String name) {
        return name.startsWith("x-ratelimit-") || name.startsWith("anthropic-ratelimit-");
    }

    private void facts(CallFacts facts) {
        MultiMap headers = response.headers();
        headers.set(MODEL, facts.model().header());
        headers.set(PROVIDER, facts.attempt().nameHeader());
        headers.set(CREDENTIAL_SOURCE, facts.attempt().credentialSource().word());
        headers.set(ATTEMPTS, Integer.toString(facts.attempts()));
        facts.fallback().ifPresent(fallback -> headers.set(FALLBACK, fallback));
        facts.told().forEach(header -> headers.set(header.name(), header.value()));
        headers.set(OVERHEAD, Long.toString(facts.overheadMicros()));
    }
}
