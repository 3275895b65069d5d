package io.quartermaster.gateway.upstream;

import io.quartermaster.gateway.Answer;
import io.quartermaster.gateway.AnswerHead;
import io.quartermaster.gateway.DeadlineWatch;
import io.quartermaster.gateway.Upstream;
import io.quartermaster.gateway.UpstreamFault;
import io.quartermaster.gateway.outgoing.OutgoingGuard.Verdict;
import io.quartermaster.gateway.signing.CannotSign;
import io.quartermaster.gateway.snapshot.Attempt;
import io.quartermaster.gateway.snapshot.Signing;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One request to a provider and its answer. Used on its event loop only. */
final class ProviderExchange extends DeadlineWatch.Watched implements Upstream.Sending {

    /** Twenty looks of the watch of deadlines. */
    private static final long CONNECT_SLACK_MILLIS = 1_000;

    private static final long NEVER = Long.MAX_VALUE;

    private enum Phase {
        SIGNING,
        CONNECTING,
        AWAITING,
        ANSWERING,
        PAUSED,
        OVER
    }

    private final HttpUpstream upstream;
    private final ConnectionPool pool;
    private final DeadlineWatch watch;
    private final Upstream.Outgoing outgoing;
    private final Answer answer;
    private final Context context;
    private final long totalDue;
    private Phase phase = Phase.SIGNING;
    private long phaseDue;
    private long sentNanos;
    private long firstTokenDue = NEVER;
    private List<Attempt.Credential> signature = List.of();
    private @Nullable Buffer body; // let go of once it is sent: a stream may go on for long
    private @Nullable PooledConnection connection;
    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private @Nullable Future<Void> written;

    ProviderExchange(
            HttpUpstream upstream,
            ConnectionPool pool,
            DeadlineWatch watch,
            Upstream.Outgoing outgoing,
            Buffer body,
            Answer answer) {
        this.upstream = upstream;
        this.context = upstream.vertx.getOrCreateContext();
        this.pool = pool;
        this.watch = watch;
        this.outgoing = outgoing;
        this.body = body;
        this.answer = answer;
        this.totalDue = outgoing.admittedNanos() + outgoing.deadlines().total().toNanos();
    }

    void start() {
        watch.add(this);
        Attempt attempt = outgoing.attempt();
        if (attempt.signing().isEmpty() || body == null) {
            reach(attempt);
            return;
        }
        allow(Phase.SIGNING, outgoing.deadlines().connect());
        CompletableFuture<List<Attempt.Credential>> signed =
                upstream.signer.sign(attempt.signing().get(), attempt, uri(), body);
        if (signed.isDone() && !signed.isCompletedExceptionally()) {
            signature = signed.join();
            reach(attempt);
        } else {
            var _ = signed.whenComplete((made, failure) -> context.runOnContext(_ -> signed(made, failure)));
        }
    }

    private void signed(@Nullable List<Attempt.Credential> made, @Nullable Throwable failure) {
        if (phase == Phase.OVER) {
            return;
        }
        if (made != null) {
            signature = made;
            reach(outgoing.attempt());
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        fail(
                cause instanceof CannotSign cannot ? cannot.fault() : UpstreamFault.IDENTITY_UNAVAILABLE,
                cause == null ? new IllegalStateException("no signature") : cause);
    }

    private String uri() {
        return outgoing.attempt().basePath() + outgoing.path();
    }

    private void reach(Attempt attempt) {
        allow(Phase.CONNECTING, outgoing.deadlines().connect());
        Verdict verdict =
                upstream.guard.findWarm(attempt.host(), attempt.port()).orElse(null);
        if (verdict instanceof Verdict.Allowed allowed) {
            connect(allowed.addresses(), 0);
        } else if (verdict != null) {
            context.runOnContext(_ -> judged(verdict)); // a failure never reaches the answer from within send()
        } else {
            var _ = upstream.guard
                    .check(attempt.host(), attempt.port())
                    .whenComplete((late, _) ->
                            context.runOnContext(_ -> judged(late == null ? new Verdict.Unresolved() : late)));
        }
    }

    @Override
    public long sentNanos() {
        return sentNanos;
    }

    @Override
    public void pause() {
        if (phase == Phase.ANSWERING && response != null) {
            phase = Phase.PAUSED;
            dueAt(totalDue);
            response.pause();
        }
    }

    @Override
    public void resume() {
        if (phase == Phase.PAUSED && response != null) {
            allow(Phase.ANSWERING, outgoing.deadlines().idle());
            response.resume();
        }
    }

    @Override
    public void cancel() {
        if (phase != Phase.OVER) {
            over();
            abandon();
        }
    }

    @Override
    protected void overdue() {
        boolean total = totalDue - phaseDue <= 0 || phase == Phase.PAUSED;
        long now = System.nanoTime();
        if (firstTokenDue != NEVER && now - firstTokenDue >= 0 && now - totalDue < 0 && now - phaseDue < 0) {
            fail(UpstreamFault.FIRST_TOKEN_DEADLINE, new TimeoutException(UpstreamFault.FIRST_TOKEN_DEADLINE.code()));
            return;
        }
        UpstreamFault fault = switch (phase) {
            case SIGNING -> total ? UpstreamFault.TOTAL_DEADLINE : unsigned();
            case CONNECTING -> total ? UpstreamFault.TOTAL_DEADLINE : UpstreamFault.CONNECT_DEADLINE;
            case AWAITING -> total ? UpstreamFault.TOTAL_DEADLINE : UpstreamFault.FIRST_BYTE_DEADLINE;
            case ANSWERING, PAUSED, OVER -> total ? UpstreamFault.TOTAL_DEADLINE : UpstreamFault.IDLE_DEADLINE;
        };
        fail(fault, new TimeoutException(fault.code()));
    }

    /** Nobody was called yet: what is late is what the call would be signed with. */
    private UpstreamFault unsigned() {
        boolean token = outgoing.attempt()
                .signing()
                .filter(Signing.GoogleAccount.class::isInstance)
                .isPresent();
        return token ? UpstreamFault.TOKEN_UNAVAILABLE : UpstreamFault.IDENTITY_UNAVAILABLE;
    }

    private void allow(Phase next, Duration time) {
        phase = next;
        phaseDue = System.nanoTime() + time.toNanos();
        watchFor(phaseDue);
    }

    private void watchFor(long due) {
        long next = totalDue - due < 0 ? totalDue : due;
        dueAt(firstTokenDue != NEVER && firstTokenDue - next < 0 ? firstTokenDue : next);
    }

    private void judged(Verdict verdict) {
        if (phase == Phase.OVER) {
            return;
        }
        switch (verdict) {
            case Verdict.Allowed(List<InetAddress> addresses) -> connect(addresses, 0);
            case Verdict.Refused _ ->
                fail(UpstreamFault.ADDRESS_REFUSED, new SecurityException("not a public address"));
            case Verdict.Unresolved _ -> fail(UpstreamFault.UNRESOLVED, new SecurityException("no address"));
        }
    }

    private void connect(List<InetAddress> addresses, int number) {
        Attempt attempt = outgoing.attempt();
        SocketAddress address = SocketAddress.inetSocketAddress(
                attempt.port(), addresses.get(number).getHostAddress());
        ConnectionPool.Target target =
                new ConnectionPool.Target(address, attempt.host(), attempt.port(), attempt.tls());
        PooledConnection rested = pool.take(target).orElse(null);
        if (rested != null) {
            use(rested, _ -> connect(addresses, number)); // it was just closed, and nothing was sent yet: take another
            return;
        }
        pool.open(target, connectMillis()).onComplete(opened -> {
            if (opened.succeeded()) {
                use(opened.result(), cause -> fail(UpstreamFault.RESET, cause));
            } else if (phase != Phase.OVER && number + 1 < addresses.size()) {
                connect(addresses, number + 1);
            } else {
                fail(Faults.ofConnect(opened.cause()), opened.cause());
            }
        });
    }

    /** A little more than is left, so that our own deadline comes first; without it sockets would outlive the calls they are for. */
    private long connectMillis() {
        long due = totalDue - phaseDue < 0 ? totalDue : phaseDue;
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime())) + CONNECT_SLACK_MILLIS;
    }

    private void use(PooledConnection taken, Handler<Throwable> otherwise) {
        if (phase == Phase.OVER) {
            pool.putBack(
                    taken,
                    PooledConnection.restNanos(
                            MultiMap.caseInsensitiveMultiMap(),
                            outgoing.attempt().tls()));
            return;
        }
        connection = taken;
        taken.connection()
                .request(new RequestOptions().setMethod(HttpMethod.POST).setURI(uri()))
                .onComplete(made -> {
                    if (made.succeeded()) {
                        write(made.result());
                    } else {
                        connection = null;
                        otherwise.handle(made.cause());
                    }
                });
    }

    private void write(HttpClientRequest request) {
        if (phase == Phase.OVER) {
            request.exceptionHandler(_ -> {});
            request.reset();
            return;
        }
        this.request = request;
        RequestHead.write(request.headers(), outgoing, upstream.userAgent, signature);
        signature = List.of();
        request.exceptionHandler(this::broken);
        request.response().onComplete(this::responded);
        sentNanos = System.nanoTime();
        firstTokenDue = outgoing.streamed()
                ? sentNanos + outgoing.deadlines().firstToken().toNanos()
                : NEVER;
        allow(Phase.AWAITING, outgoing.deadlines().firstByte());
        written = body == null ? request.end() : request.end(body);
        body = null;
    }

    private void responded(AsyncResult<HttpClientResponse> made) {
        if (made.failed()) {
            broken(made.cause());
            return;
        }
        if (phase == Phase.OVER) {
            return;
        }
        HttpClientResponse response = made.result();
        this.response = response;
        if (response.statusCode() >= 300 && response.statusCode() < 400) {
            fail(UpstreamFault.REDIRECTED, new IllegalStateException("status " + response.statusCode()));
            return;
        }
        AnswerHead head = AnswerHeaders.head(response);
        response.exceptionHandler(this::broken);
        response.handler(this::piece);
        response.endHandler(_ -> ended());
        answer.head(head);
    }

    private void piece(Buffer piece) {
        if (phase == Phase.AWAITING || phase == Phase.ANSWERING) {
            allow(Phase.ANSWERING, outgoing.deadlines().idle());
        }
        if (phase != Phase.OVER) {
            answer.piece(piece);
            if (firstTokenDue != NEVER && answer.hasSpoken()) {
                firstTokenDue = NEVER;
                if (phase == Phase.ANSWERING) {
                    watchFor(phaseDue);
                }
            }
        }
    }

    private void ended() {
        if (phase == Phase.OVER) {
            return;
        }
        over();
        if (connection != null && response != null) {
            boolean sentWhole = written != null && written.succeeded();
            pool.putBack(
                    connection,
                    sentWhole
                            ? PooledConnection.restNanos(
                                    response.headers(), outgoing.attempt().tls())
                            : 0);
        }
        answer.end();
    }

    private void broken(Throwable cause) {
        fail(Faults.ofExchange(cause), cause);
    }

    private void fail(UpstreamFault fault, Throwable cause) {
        if (phase != Phase.OVER) {
            over();
            abandon();
            answer.failed(fault, cause);
        }
    }

    private void over() {
        phase = Phase.OVER;
        watch.remove(this);
    }

    private void abandon() {
        if (request != null) {
            request.reset();
        } else if (connection != null) {
            connection.connection().close();
        }
    }
}
