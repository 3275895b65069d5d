package io.quartermaster.platform.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.MDC;

/**
 * An operation with its handler: reads the body on the event loop, and does all else on a virtual thread. Who is asking is found out
 * before a body is read, so that strangers cannot make us hold theirs.
 */
final class BoundOperation implements Handler<RoutingContext> {

    /** Enough to tell whoever sends one that none is expected. */
    private static final int UNEXPECTED_BODY_LIMIT = 1_024;

    private final OperationShape shape;
    private final RequestReader reader;
    private final OperationHandler handler;
    private final AuthenticationHook authentication;
    private final Blocking blocking;
    private final BodyRoom room;
    private final Duration bodyDeadline;

    BoundOperation(
            OperationShape shape,
            OperationHandler handler,
            AuthenticationHook authentication,
            Blocking blocking,
            BodyRoom room,
            Duration bodyDeadline) {
        this.shape = shape;
        this.reader = new RequestReader(shape);
        this.handler = handler;
        this.authentication = authentication;
        this.blocking = blocking;
        this.room = room;
        this.bodyDeadline = bodyDeadline;
    }

    String method() {
        return shape.operation().method();
    }

    String path() {
        return shape.operation().path();
    }

    @Override
    public void handle(RoutingContext context) {
        RequestLog.nameOperation(context, shape.operation());
        RequestFacts facts = new RequestFacts(
                RequestIds.of(context),
                shape.operation().id(),
                method(),
                context.normalizedPath(),
                context.request().remoteAddress().hostAddress());
        Map<String, String> path = context.pathParams();
        MultiMap query = context.queryParams();
        MultiMap headers = context.request().headers(); // read only from here on, so the virtual thread may look at it
        BodyReader body = new BodyReader(room, shape.body().isEmpty() ? UNEXPECTED_BODY_LIMIT : shape.bodyLimit());
        answer(context, body, facts, path, query, headers)
                .otherwise(failure -> Answer.of(Failures.reply(failure, facts.requestId())))
                .onComplete(_ -> body.release())
                .onSuccess(answer -> write(answer, context));
    }

    private Future<Answer> answer(
            RoutingContext context,
            BodyReader body,
            RequestFacts facts,
            Map<String, String> path,
            MultiMap query,
            MultiMap headers) {
        if (shape.body().isEmpty() || shape.operation().permission().isEmpty()) {
            return body.read(context, bodyDeadline)
                    .compose(bytes -> blocking.call(() -> inside(
                            facts, () -> answer(facts, principal(facts, headers), path, query, headers, bytes))));
        }
        context.request().pause();
        return blocking.call(() -> inside(facts, () -> principal(facts, headers)))
                .compose(principal -> {
                    Future<byte[]> whole = body.read(context, bodyDeadline);
                    context.request().resume();
                    return whole.compose(bytes -> blocking.call(
                            () -> inside(facts, () -> answer(facts, principal, path, query, headers, bytes))));
                });
    }

    private void write(Answer answer, RoutingContext context) {
        try {
            answer.pieces()
                    .ifPresentOrElse(
                            pieces -> PieceWriter.write(answer, pieces, context, blocking),
                            () -> answer.write(context));
        } catch (RuntimeException unwritable) { // such as a header value with a line break
            context.fail(unwritable);
        }
    }

    private Answer answer(
            RequestFacts facts,
            Optional<Principal> principal,
            Map<String, String> path,
            MultiMap query,
            MultiMap headers,
            byte[] body) {
        try {
            RequestReader.Checked request = reader.read(path, query, headers, body);
            return Answer.of(handler.handle(new Call(facts, principal, request, headers)));
        } catch (Throwable failure) { // even an Error must end the request
            return Answer.of(Failures.reply(failure, facts.requestId()));
        }
    }

    private Optional<Principal> principal(RequestFacts facts, MultiMap headers) {
        return shape.operation().permission().isEmpty()
                ? Optional.empty()
                : Optional.of(authentication.authenticate(Credentials.of(headers), facts));
    }

    private static <T> T inside(RequestFacts facts, Callable<T> work) throws Exception {
        MDC.put("request_id", facts.requestId());
        try {
            return work.call();
        } finally {
            MDC.remove("request_id");
        }
    }
}
