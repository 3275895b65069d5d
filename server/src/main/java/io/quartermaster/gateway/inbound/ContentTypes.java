package io.quartermaster.gateway.inbound;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** What a request says of its body. */
final class ContentTypes {

    private static final String JSON = "application/json";

    private ContentTypes() {}

    /** JSON that is not compressed; parameters such as a charset do not matter, the bytes are checked. */
    static boolean isPlainJson(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.regionMatches(true, 0, JSON, 0, JSON.length())) {
            return false;
        }
        boolean ends = type.length() == JSON.length()
                || type.charAt(JSON.length()) == ';'
                || type.charAt(JSON.length()) == ' ';
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        return ends && (encoding == null || encoding.equalsIgnoreCase("identity"));
    }

    /** The content length, or -1. */
    static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException _) {
            return Long.MAX_VALUE; // the decoder refuses such lengths; should one come through, so do we
        }
    }

    static boolean awaitsContinue(HttpServerRequest request) {
        return "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
    }
}
