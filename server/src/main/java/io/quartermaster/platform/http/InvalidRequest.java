package io.quartermaster.platform.http;

import java.util.List;
import java.util.stream.Collectors;

/** The 400 that names every wrong field at once. */
final class InvalidRequest {

    private static final int MOST_ERRORS = 50;
    private static final int NAMED_IN_DETAIL = 5;

    private InvalidRequest() {}

    static Problem of(List<FieldError> errors) {
        return new Problem(
                ProblemType.INVALID_REQUEST,
                detail(errors),
                errors.stream().limit(MOST_ERRORS).toList());
    }

    private static String detail(List<FieldError> errors) {
        if (errors.size() == 1) {
            FieldError only = errors.getFirst();
            return (only.field().equals("body") ? "The body" : only.field()) + " " + only.message() + ".";
        }
        String names = errors.stream()
                .map(FieldError::field)
                .distinct()
                .limit(NAMED_IN_DETAIL)
                .collect(Collectors.joining(", "));
        return errors.size() + " mistakes: " + names + (errors.size() > NAMED_IN_DETAIL ? ", …" : "") + ".";
    }
}
