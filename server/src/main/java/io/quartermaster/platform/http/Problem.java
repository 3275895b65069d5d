package io.quartermaster.platform.http;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A mistake of a caller, or a trouble of the server, that ends a request with an RFC 9457 document. */
public final class Problem extends RuntimeException {

    private static final Set<String> STANDARD_MEMBERS =
            Set.of("type", "title", "status", "detail", "instance", "errors");

    private final transient ProblemType type;
    private final transient List<FieldError> errors;
    private final transient Map<String, Object> extensions = new LinkedHashMap<>();
    private transient Optional<Duration> retryAfter = Optional.empty();

    public Problem(ProblemType type, String detail, FieldError... errors) {
        this(type, detail, List.of(errors));
    }

    public Problem(ProblemType type, String detail, List<FieldError> errors) {
        super(detail, null, false, type.status() >= 500); // what a caller brings about is no bug: no stack trace
        this.type = type;
        this.errors = List.copyOf(errors);
    }

    /** Adds a member to the document, for example {@code current} to a 412; a value that is null is shown as null. */
    public Problem with(String extensionMember, Object value) {
        if (STANDARD_MEMBERS.contains(extensionMember)) {
            throw new IllegalArgumentException("Member " + extensionMember + " belongs to every problem");
        }
        extensions.put(extensionMember, value);
        return this;
    }

    /** Says when to try again, in whole seconds rounded up. */
    public Problem retryAfter(Duration duration) {
        retryAfter = Optional.of(duration);
        return this;
    }

    public ProblemType type() {
        return type;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<FieldError> errors() {
        return errors;
    }

    public Map<String, Object> extensions() {
        return Collections.unmodifiableMap(extensions);
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
