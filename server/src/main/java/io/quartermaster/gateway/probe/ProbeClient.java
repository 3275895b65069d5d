package io.quartermaster.gateway.probe;

import io.quartermaster.gateway.UpstreamFault;
import io.quartermaster.gateway.outgoing.OutgoingGuard;
import io.quartermaster.gateway.outgoing.OutgoingGuard.Verdict;
import io.quartermaster.gateway.snapshot.Attempt;
import io.quartermaster.platform.Sensitive;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Guarded and bounded GETs, to checked addresses only; follows nothing and keeps no connection. */
final class ProbeClient {

    private static final int MOST_BODY_BYTES = 4 << 20; // the longest lists of models have some hundred KB
    private static final int MOST_CAUSES = 8;

    /** What came back. */
    sealed interface Outcome {
        record Answered(int status, Buffer body) implements Outcome {}

        record TooLong() implements Outcome {}

        record Failed(UpstreamFault fault) implements Outcome {}
    }

    private final OutgoingGuard guard;
    private final HttpClientAgent client;

    ProbeClient(Vertx vertx, OutgoingGuard guard, Duration connect) {
        this.guard = guard;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAlive(false)
                .setConnectTimeout((int) connect.toMillis())
                .setSslHandshakeTimeout(connect.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setVerifyHost(true)
                .setMaxHeaderSize(32 << 10));
    }

    /** Blocks until the answer is whole or {@code due}, a value of {@link System#nanoTime}. */
    Outcome get(Attempt attempt, String path, Map<String, Sensitive> headers, long due) {
        try {
            return switch (await(guard.check(attempt.host(), attempt.port()), due)) {
                case Verdict.Allowed(List<InetAddress> addresses) -> get(attempt, addresses, path, headers, due);
                case Verdict.Refused _ -> new Outcome.Failed(UpstreamFault.ADDRESS_REFUSED);
                case Verdict.Unresolved _ -> new Outcome.Failed(UpstreamFault.UNRESOLVED);
            };
        } catch (ExecutionException | TimeoutException unresolved) {
            return new Outcome.Failed(UpstreamFault.UNRESOLVED);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed(UpstreamFault.RESET);
        }
    }

    /** One address after the other until one takes the connection, as calls do it. */
    private Outcome get(
            Attempt attempt, List<InetAddress> addresses, String path, Map<String, Sensitive> headers, long due)
            throws InterruptedException {
        Outcome failed = new Outcome.Failed(UpstreamFault.UNREACHABLE);
        for (InetAddress address : addresses) {
            RequestOptions options = new RequestOptions()
                    .setServer(SocketAddress.inetSocketAddress(attempt.port(), address.getHostAddress()))
                    .setHost(attempt.host())
                    .setPort(attempt.port())
                    .setSsl(attempt.tls())
                    .setMethod(HttpMethod.GET)
                    .setFollowRedirects(false)
                    .setURI(attempt.basePath() + path)
                    .putHeader("accept", "application/json")
                    .putHeader("accept-encoding", "identity")
                    .putHeader("user-agent", "quartermaster");
            attempt.headers().forEach(header -> options.putHeader(header.name(), header.value()));
            headers.forEach((name, value) -> options.putHeader(name, value.reveal()));
            HttpClientRequest request;
            try {
                request = await(client.request(options).toCompletionStage(), due);
            } catch (TimeoutException late) {
                return new Outcome.Failed(UpstreamFault.CONNECT_DEADLINE);
            } catch (ExecutionException refused) {
                failed = new Outcome.Failed(ofConnect(refused));
                continue;
            }
            return exchange(request, due);
        }
        return failed;
    }

    private static Outcome exchange(HttpClientRequest request, long due) throws InterruptedException {
        try {
            return await(
                    request.send().compose(response -> whole(request, response)).toCompletionStage(), due);
        } catch (TimeoutException late) {
            return new Outcome.Failed(UpstreamFault.TOTAL_DEADLINE);
        } catch (ExecutionException failed) {
            return new Outcome.Failed(
                    failed.getCause() instanceof IllegalArgumentException
                            ? UpstreamFault.MALFORMED
                            : UpstreamFault.RESET);
        } finally {
            request.reset(); // does nothing to one that is over
        }
    }

    private static Future<Outcome> whole(HttpClientRequest request, HttpClientResponse response) {
        Promise<Outcome> promise = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(promise::tryFail);
        response.handler(piece -> {
            if (body.length() + piece.length() > MOST_BODY_BYTES) {
                promise.tryComplete(new Outcome.TooLong());
                request.reset();
            } else {
                body.appendBuffer(piece);
            }
        });
        response.endHandler(_ -> promise.tryComplete(new Outcome.Answered(response.statusCode(), body)));
        return promise.future();
    }

    private static UpstreamFault ofConnect(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
            if (cause instanceof SSLException) {
                return UpstreamFault.TLS_FAILED;
            }
            cause = cause.getCause();
        }
        return UpstreamFault.UNREACHABLE;
    }

    private static <T> T await(CompletionStage<T> stage, long due)
            throws InterruptedException, ExecutionException, TimeoutException {
        return stage.toCompletableFuture().get(Math.max(1, due - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
}
