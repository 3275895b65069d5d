package io.quartermaster.gateway.upstream;

import io.quartermaster.gateway.AnswerHead;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which headers of a provider's answer the client may see: none that could carry a credential, a cookie or a hop's affairs. */
final class AnswerHeaders {

    private static final Set<String> ALLOWED = Set.of(
            "content-type",
            "content-encoding",
            "retry-after",
            "retry-after-ms",
            "x-should-retry",
            "openai-model",
            "openai-processing-ms",
            "openai-version",
            "x-request-id",
            "request-id",
            "x-amzn-requestid");
    private static final String RATE_LIMIT = "x-ratelimit-";
    private static final String ANTHROPIC_RATE_LIMIT = "anthropic-ratelimit-";
    private static final String EVENT_STREAM = "text/event-stream";

    private AnswerHeaders() {}

    static AnswerHead head(HttpClientResponse response) {
        MultiMap allowed = HttpHeaders.headers();
        response.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (ALLOWED.contains(lower) || lower.startsWith(RATE_LIMIT) || lower.startsWith(ANTHROPIC_RATE_LIMIT)) {
                allowed.add(lower, value);
            }
        });
        String type = allowed.get(HttpHeaders.CONTENT_TYPE);
        String encoding = allowed.get(HttpHeaders.CONTENT_ENCODING);
        boolean streamed = type != null && type.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
        boolean readable = encoding == null || encoding.equalsIgnoreCase("identity");
        return new AnswerHead(
                response.statusCode(),
                allowed,
                length(response.headers().get(HttpHeaders.CONTENT_LENGTH)),
                streamed,
                readable);
    }

    private static long length(@Nullable String header) {
        try {
            return header == null ? -1 : Long.parseLong(header);
        } catch (NumberFormatException _) {
            return -1; // the decoder has its own opinion of it, and the connection's end decides
        }
    }
}
