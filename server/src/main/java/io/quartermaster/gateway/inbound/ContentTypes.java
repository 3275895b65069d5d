package io.quartermaster.gateway.inbound;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** What a request says of its body. */
final class ContentTypes {

    private static final String JSON = "application/json";
    private static final String FORM = "multipart/form-data";

    private ContentTypes() {}

    /** JSON that is not compressed; parameters such as a charset do not matter, the bytes are checked. */
    static boolean isPlainJson(HttpServerRequest request) {
        return isPlain(request, JSON);
    }

    /** A form that is not compressed. */
    static boolean isPlainForm(HttpServerRequest request) {
        return isPlain(request, FORM)
                && request.headers().getAll(HttpHeaders.CONTENT_TYPE).size() == 1;
    }

    private static boolean isPlain(HttpServerRequest request, String wanted) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.regionMatches(true, 0, wanted, 0, wanted.length())) {
            return false;
        }
        boolean ends = type.length() == wanted.length()
                || type.charAt(wanted.length()) == ';'
                || type.charAt(wanted.length()) == ' ';
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
