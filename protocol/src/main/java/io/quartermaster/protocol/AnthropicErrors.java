package io.quartermaster.protocol;

/** How Anthropic calls errors (https://docs.anthropic.com/en/api/errors). */
public final class AnthropicErrors {

    private AnthropicErrors() {}

    /** The type of an error with this status. */
    public static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 503, 529 -> "overloaded_error";
            case 504 -> "timeout_error";
            default -> status >= 400 && status < 500 ? "invalid_request_error" : "api_error";
        };
    }
}
