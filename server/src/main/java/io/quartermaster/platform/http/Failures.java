package io.quartermaster.platform.http;

import io.quartermaster.platform.db.DatabaseUnavailable;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the problem document of whatever ended a request; the one place where an unexpected exception is logged. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** The reply to a failure of an operation. */
    static Reply reply(Throwable failure, String requestId) {
        return document(problem(failure, requestId), requestId);
    }

    /** The router's answer to failures outside of operations: unknown routes, paths that do not decode, bugs in handlers. */
    static void answer(RoutingContext context, int status) {
        String requestId = RequestIds.of(context);
        Throwable failure = context.failure();
        Problem problem = failure == null || failure instanceof HttpException || status != 500
                ? ofStatus(status)
                : problem(failure, requestId);
        Answer.of(document(problem, requestId)).write(context);
    }

    private static Problem problem(Throwable failure, String requestId) {
        return switch (failure) {
            case Problem problem -> {
                if (problem.type().status() == 500) {
                    LOG.error("Request {} failed", requestId, problem);
                }
                yield problem;
            }
            case DatabaseUnavailable unavailable -> {
                LOG.warn("Request {} found no database: {}", requestId, unavailable.getMessage());
                yield new Problem(
                                ProblemType.DATABASE_UNAVAILABLE,
                                "The database did not answer in time. Try again; if this was a write, look first whether it was made.")
                        .retryAfter(Duration.ofSeconds(1));
            }
            default -> {
                LOG.error("Request {} failed", requestId, failure);
                yield new Problem(
                        ProblemType.INTERNAL,
                        "The request failed for a reason that only the server's log tells; quote the instance when you report it.");
            }
        };
    }

    static Problem ofStatus(int status) {
        return switch (status) {
            case 400 ->
                new Problem(
                        ProblemType.INVALID_REQUEST,
                        "The request is not well-formed HTTP or its path does not decode.");
            case 404 -> new Problem(ProblemType.NOT_FOUND, "There is nothing at this path.");
            case 405 -> new Problem(ProblemType.METHOD_NOT_ALLOWED, "This path does not know the method.");
            case 408 -> new Problem(ProblemType.TIMED_OUT, "The request took too long to arrive.");
            case 413 -> new Problem(ProblemType.TOO_LARGE, "The body is too large.");
            case 414 -> new Problem(ProblemType.TARGET_TOO_LONG, "The path and query are too long.");
            case 415 ->
                new Problem(ProblemType.UNSUPPORTED_MEDIA_TYPE, "The body has a media type that is not read here.");
            case 431 -> new Problem(ProblemType.HEADERS_TOO_LARGE, "The headers are too large.");
            case 503 -> new Problem(ProblemType.OVERLOADED, "The server is too busy; try again.");
            default -> new Problem(ProblemType.INTERNAL, "The request failed.");
        };
    }

    static Reply document(Problem problem, String requestId) {
        ProblemType type = problem.type();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", type.uri());
        members.put("title", type.title());
        members.put("status", type.status());
        members.put("detail", problem.detail());
        members.put("instance", "urn:uuid:" + requestId);
        members.put("errors", problem.errors());
        members.putAll(problem.extensions());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/problem+json");
        problem.retryAfter().ifPresent(delay -> headers.put("retry-after", String.valueOf(seconds(delay))));
        if (type.status() == 401) {
            headers.put("www-authenticate", "Bearer");
        }
        return new Reply(type.status(), Optional.of(members), headers);
    }

    private static long seconds(Duration delay) {
        return Math.max(1, delay.plusNanos(999_999_999).toSeconds());
    }
}
