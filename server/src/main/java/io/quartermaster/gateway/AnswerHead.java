package io.quartermaster.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/**
 * The head of a provider's answer.
 *
 * @param headers those that may be passed on, and no others
 * @param length of the body, or -1
 * @param streamed whether it is a stream of events
 * @param readable whether the body is not compressed, so that usage can be read
 */
public record AnswerHead(int status, MultiMap headers, long length, boolean streamed, boolean readable) {

    private static final String JSON = "application/json";

    boolean isJson() {
        String type = headers.get(HttpHeaders.CONTENT_TYPE);
        return type != null && type.regionMatches(true, 0, JSON, 0, JSON.length());
    }

    AnswerHead withStatus(int other) {
        return other == status ? this : new AnswerHead(other, headers, length, streamed, readable);
    }
}
