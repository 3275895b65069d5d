package io.quartermaster.platform.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.MDC;

/** An operation with its handler: reads the body on the event loop, and does all else on a virtual thread. */
final class BoundOperation implements Handler<RoutingContext> {

    private final OperationShape shape;
    private final RequestReader reader;
    private final OperationHandler handler;
    private final AuthenticationHook authentication;
    private final Blocking blocking;
    private final Duration bodyDeadline;

    BoundOperation(
            OperationShape shape,
            OperationHandler handler,
            AuthenticationHook authentication,
            Blocking blocking,
            Duration bodyDeadline) {
        this.shape = shape;
        this.reader = new RequestReader(shape);
        this.handler = handler;
        this.authentication = authentication;
        this.blocking = blocking;
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
        BodyReader.read(context, shape.bodyLimit(), bodyDeadline)
                .compose(body -> blocking.call(() -> answer(facts, path, query, headers, body)))
                .otherwise(failure -> Answer.of(Failures.reply(failure, facts.requestId())))
                .onSuccess(answer -> write(answer, context));
    }

    private static void write(Answer answer, RoutingContext context) {
        try {
            answer.write(context);
        } catch (RuntimeException unwritable) { // such as a header value with a line break
            context.fail(unwritable);
        }
    }

    private Answer answer(RequestFacts facts, Map<String, String> path, MultiMap query, MultiMap headers, byte[] body) {
        MDC.put("request_id", facts.requestId());
        try {
            Optional<Principal> principal = shape.operation().permission().isEmpty()
                    ? Optional.empty()
                    : Optional.of(authentication.authenticate(Credentials.of(headers), facts));
            RequestReader.Checked request = reader.read(path, query, headers, body);
            return Answer.of(handler.handle(new Call(facts, principal, request, headers)));
        } catch (Throwable failure) { // even an Error must end the request
            return Answer.of(Failures.reply(failure, facts.requestId()));
        } finally {
            MDC.remove("request_id");
        }
    }
}
