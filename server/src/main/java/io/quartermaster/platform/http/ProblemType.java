package io.quartermaster.platform.http;

/** A kind of problem that clients can tell apart by its stable code; rooms define their own beside the shared ones here. */
public record ProblemType(String code, int status, String title) {

    public static final ProblemType INVALID_REQUEST =
            new ProblemType("invalid_request", 400, "The request is not valid");
    public static final ProblemType NOT_SIGNED_IN = new ProblemType("not_signed_in", 401, "Not signed in");
    public static final ProblemType FORBIDDEN = new ProblemType("forbidden", 403, "Not allowed");
    public static final ProblemType NOT_FOUND = new ProblemType("not_found", 404, "Not found");
    public static final ProblemType METHOD_NOT_ALLOWED =
            new ProblemType("method_not_allowed", 405, "Method not allowed here");
    public static final ProblemType TIMED_OUT =
            new ProblemType("timed_out", 408, "The request took too long to arrive");
    public static final ProblemType ALREADY_EXISTS = new ProblemType("already_exists", 409, "It exists already");
    public static final ProblemType STALE = new ProblemType("stale", 412, "It was changed meanwhile");
    public static final ProblemType TOO_LARGE = new ProblemType("too_large", 413, "The body is too large");
    public static final ProblemType TARGET_TOO_LONG =
            new ProblemType("target_too_long", 414, "The path and query are too long");
    public static final ProblemType UNSUPPORTED_MEDIA_TYPE =
            new ProblemType("unsupported_media_type", 415, "Unsupported media type");
    public static final ProblemType IMPOSSIBLE = new ProblemType("impossible", 422, "Understood, but not possible");
    public static final ProblemType HEADERS_TOO_LARGE =
            new ProblemType("headers_too_large", 431, "The headers are too large");
    public static final ProblemType INTERNAL = new ProblemType("internal", 500, "Something went wrong here");
    public static final ProblemType OVERLOADED = new ProblemType("overloaded", 503, "Too busy");
    public static final ProblemType DATABASE_UNAVAILABLE =
            new ProblemType("database_unavailable", 503, "The database is not available");

    public ProblemType {
        if (!code.matches("[a-z][a-z0-9_-]*")) {
            throw new IllegalArgumentException("A problem code is lower case with _ between words, not " + code);
        }
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("Problem " + code + " has status " + status + ", not one of 400 to 599");
        }
    }

    /** The {@code type} member of the problem document. */
    public String uri() {
        return "urn:quartermaster:problem:" + code;
    }
}
