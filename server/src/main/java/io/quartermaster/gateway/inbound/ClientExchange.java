package io.quartermaster.gateway.inbound;

import io.quartermaster.gateway.AnswerHead;
import io.quartermaster.gateway.Authenticator;
import io.quartermaster.gateway.Call;
import io.quartermaster.gateway.CallFacts;
import io.quartermaster.gateway.Caller;
import io.quartermaster.gateway.ClientEnd;
import io.quartermaster.gateway.DeadlineWatch;
import io.quartermaster.gateway.GatewayRoute;
import io.quartermaster.gateway.Incoming;
import io.quartermaster.gateway.Refusal;
import io.quartermaster.gateway.inbound.Paths.Target;
import io.quartermaster.gateway.trace.CallTrace;
import io.quartermaster.tenant.KeyHash;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request of a client and its answer. Used on its event loop only. */
final class ClientExchange extends DeadlineWatch.Watched implements ClientEnd {

    private static final int CLIENT_CLOSED_REQUEST = 499; // what proxies say of it

    private enum Phase {
        ADMITTING,
        READING,
        CALLING,
        OVER
    }

    private final ClientInbound inbound;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final DeadlineWatch watch;
    private final AnswerWriter writer;
    private final long admittedNanos = System.nanoTime();
    private final String requestId;
    private final CallTrace trace;
    private final RequestBody body;
    private final UnreadAnswer unread;
    private Phase phase = Phase.ADMITTING;
    private boolean admitted;
    private int mostBytes;
    private DeadlineHeaders deadlines = DeadlineHeaders.NONE;
    private @Nullable Call call;
    private @Nullable GatewayRoute route;

    ClientExchange(ClientInbound inbound, HttpServerRequest request) {
        this.inbound = inbound;
        this.request = request;
        this.response = request.response();
        this.watch = inbound.watches.here();
        String given = response.headers().get(AnswerWriter.REQUEST_ID);
        this.requestId = given == null ? inbound.ids.next().toString() : given;
        this.trace = inbound.traces.begin(request.method().name(), requestId, request::getHeader);
        this.writer = new AnswerWriter(inbound.vertx, request, requestId);
        this.body = new RequestBody(inbound.admission);
        this.unread = new UnreadAnswer(inbound.admission, request);
    }

    void begin() {
        watch.add(this);
        request.exceptionHandler(_ -> left());
        response.exceptionHandler(_ -> left());
        response.closeHandler(_ -> left());
        if (!inbound.admission.tryEnter()) {
            refuse(Refusal.overloaded(), Optional.empty());
            return;
        }
        admitted = true;
        switch (Paths.of(request.path())) {
            case Target.Unknown _ -> refuse(Refusal.unknownPath(), Optional.empty());
            case Target.Forwarded(GatewayRoute asked) -> {
                route = asked;
                trace.routed(HttpMethod.POST.name(), asked.path());
                authenticate(HttpMethod.POST, caller -> read(caller, asked));
            }
            case Target.Models _ -> authenticate(HttpMethod.GET, caller -> answer(ModelList.all(caller)));
            case Target.Model(String name) ->
                authenticate(
                        HttpMethod.GET,
                        caller -> ModelList.one(caller, name)
                                .ifPresentOrElse(
                                        this::answer, () -> refuse(Refusal.modelNotFound(name), Optional.empty())));
        }
    }

    /** A bug of ours: nobody but the log learns more. */
    void broken(RuntimeException bug) {
        ClientInbound.LOG.error("Request {} failed", requestId, bug);
        refuse(Refusal.broken(), Optional.empty());
    }

    @Override
    protected void overdue() {
        switch (phase) {
            case ADMITTING -> refuse(Refusal.settingsUnavailable(), Optional.empty());
            case READING -> refuse(Refusal.bodyTooSlow(bodyDeadline()), Optional.empty());
            case CALLING, OVER -> drop(); // the client does not read
        }
    }

    /** What is done with a caller once one is known. */
    private interface Next {
        void with(Caller caller);
    }

    private void authenticate(HttpMethod method, Next next) {
        if (!request.method().equals(method)) {
            writer.allow(method);
            refuse(Refusal.wrongMethod(method.name()), Optional.empty());
            return;
        }
        String key = ClientHeaders.key(request);
        if (!Authenticator.looksLikeKey(key) || key == null) {
            refuse(key == null ? Refusal.missingKey() : Refusal.unknownKey(), Optional.empty());
            return;
        }
        KeyHash hash = KeyHash.of(key);
        Optional<Authenticator.Outcome> warm = inbound.authenticator.findWarm(hash);
        if (warm.isPresent()) {
            authenticated(warm.get(), next);
            return;
        }
        Context context = inbound.vertx.getOrCreateContext();
        request.pause(); // or what arrives of the body before anybody takes it is lost
        due(inbound.deadlines.coldLoad());
        var _ = inbound.authenticator
                .find(hash)
                .thenAccept(outcome -> context.runOnContext(_ -> {
                    if (phase == Phase.ADMITTING) {
                        neverDue();
                        request.resume();
                        try {
                            authenticated(outcome, next);
                        } catch (RuntimeException bug) {
                            broken(bug);
                        }
                    }
                }));
    }

    private void authenticated(Authenticator.Outcome outcome, Next next) {
        switch (outcome) {
            case Authenticator.Outcome.Known(Caller caller) -> next.with(caller);
            case Authenticator.Outcome.Refused(Refusal refusal) -> refuse(refusal, Optional.empty());
        }
    }

    private void read(Caller caller, GatewayRoute route) {
        boolean form = route.takesForms();
        if (form ? !ContentTypes.isPlainForm(request) : !ContentTypes.isPlainJson(request)) {
            refuse(form ? Refusal.noForm() : Refusal.wrongContentType(), Optional.empty());
            return;
        }
        deadlines = DeadlineHeaders.of(request);
        if (deadlines.malformed().isPresent()) {
            refuse(Refusal.invalidTimeout(deadlines.malformed().get().header()), Optional.empty());
            return;
        }
        mostBytes = form ? inbound.limits.formBytes() : inbound.limits.bodyBytes();
        if (ContentTypes.declaredLength(request) > mostBytes) {
            refuse(Refusal.bodyTooLarge(mostBytes), Optional.empty());
            return;
        }
        phase = Phase.READING;
        due(bodyDeadline());
        long began = System.nanoTime();
        request.handler(this::take);
        request.endHandler(_ -> forward(caller, route, System.nanoTime() - began));
        if (ContentTypes.awaitsContinue(request) && request.version() != HttpVersion.HTTP_1_0) {
            response.writeContinue();
        }
    }

    /** Files take longer: four times the usual is a quarter of a megabyte a second for the largest. */
    private Duration bodyDeadline() {
        Duration usual = inbound.deadlines.requestBody();
        return route != null && route.takesForms() ? usual.multipliedBy(4) : usual;
    }

    private void take(Buffer piece) {
        if (phase == Phase.READING) {
            switch (body.add(piece, mostBytes)) {
                case TAKEN -> {}
                case TOO_LARGE -> refuse(Refusal.bodyTooLarge(mostBytes), Optional.empty());
                case NO_ROOM -> refuse(Refusal.overloaded(), Optional.empty());
            }
        }
    }

    private void forward(Caller caller, GatewayRoute route, long waitedNanos) {
        if (phase != Phase.READING) {
            return;
        }
        phase = Phase.CALLING;
        neverDue();
        Incoming incoming = new Incoming(
                requestId,
                route,
                caller,
                ClientHeaders.passed(request, route),
                admittedNanos,
                waitedNanos,
                deadlines.asked(),
                trace);
        try {
            call = inbound.calls.start(incoming, body.bytes(), this).orElse(null);
        } catch (RuntimeException bug) {
            broken(bug);
        }
    }

    private void answer(Buffer json) {
        if (phase != Phase.OVER) {
            over();
            inbound.callLog.answered(requestId, Optional.empty(), 200, "models", tookMicros());
            trace.answered(200, Optional.empty());
            leaving(writer.json(200, json), json);
        }
    }

    @Override
    public void begin(AnswerHead head, CallFacts facts) {
        writer.begin(head, facts);
    }

    @Override
    public boolean write(Buffer piece) {
        if (phase == Phase.OVER) {
            return true;
        }
        Future<Void> written = response.write(piece);
        if (unread.takesMore()) {
            return true;
        }
        if (!unread.tryHold(piece.length())) {
            cut();
            return true;
        }
        due(inbound.deadlines.clientStall());
        written.onComplete(_ -> drained());
        return false;
    }

    private void drained() {
        if (phase != Phase.OVER) {
            neverDue();
            unread.flows();
            if (call != null) {
                call.drained();
            }
        }
    }

    private void leaving(Future<Void> written, Buffer last) {
        if (!unread.tryLeave(written, last)) {
            cut();
        }
    }

    private void cut() {
        if (inbound.cuts.mayWrite()) {
            ClientInbound.LOG.warn(
                    "Request {} was cut: too many clients on this node do not read their answers", requestId);
        }
        drop();
    }

    private void drop() {
        unread.drop();
        left();
    }

    @Override
    public void end(Buffer last) {
        if (phase != Phase.OVER) {
            over();
            leaving(response.end(last), last);
        }
    }

    @Override
    public void whole(AnswerHead head, CallFacts facts, Buffer body) {
        if (phase != Phase.OVER) {
            over();
            leaving(writer.whole(head, facts, body), body);
        }
    }

    @Override
    public void refuse(Refusal refusal, Optional<CallFacts> facts) {
        if (phase != Phase.OVER) {
            over();
            unread.flows();
            if (call == null || !call.isMetered()) {
                inbound.callLog.answered(
                        requestId, Optional.ofNullable(route), refusal.status(), refusal.code(), tookMicros());
                trace.answered(refusal.status(), Optional.of(refusal.code()));
            }
            writer.refuse(refusal, facts);
        }
    }

    @Override
    public void breakOff(AnswerHead head, Refusal refusal) {
        if (phase != Phase.OVER) {
            over();
            unread.flows();
            if (head.streamed() && head.readable()) {
                writer.endInError(refusal);
            } else {
                response.reset(); // an answer cut short is the only honest one left
            }
        }
    }

    private long tookMicros() {
        return (System.nanoTime() - admittedNanos) / 1_000;
    }

    private void left() {
        if (phase != Phase.OVER) {
            over();
            unread.flows();
            if (call != null) {
                call.clientLeft();
            }
            trace.answered(CLIENT_CLOSED_REQUEST, Optional.of("client_left"));
        }
    }

    private void due(Duration time) {
        dueAt(System.nanoTime() + time.toNanos());
    }

    private void over() {
        phase = Phase.OVER;
        watch.remove(this);
        body.release();
        if (admitted) {
            admitted = false;
            inbound.admission.leave();
        }
    }
}
