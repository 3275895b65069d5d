package io.quartermaster.testkit.node;

import java.util.Map;

/** What the official client threw: an error of the API, or of the connection (then the status is 0). */
public final class NodeClientFailure extends RuntimeException {
    private final String errorClass;
    private final int status;
    private final String type;
    private final String code;
    private final transient Map<String, String> headers;
    private final String contentBefore;

    NodeClientFailure(
            String errorClass,
            int status,
            String type,
            String code,
            String message,
            Map<String, String> headers,
            String contentBefore) {
        super(errorClass + ": " + message);
        this.errorClass = errorClass;
        this.status = status;
        this.type = type;
        this.code = code;
        this.headers = Map.copyOf(headers);
        this.contentBefore = contentBefore;
    }

    /** The class in the client's own words, such as {@code RateLimitError}. */
    public String errorClass() {
        return errorClass;
    }

    public int status() {
        return status;
    }

    /** The {@code type} of the error body, or empty. */
    public String type() {
        return type;
    }

    /** The {@code code} of the error body, or empty. */
    public String code() {
        return code;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** The content that a stream had delivered before it failed. */
    public String contentBefore() {
        return contentBefore;
    }
}
