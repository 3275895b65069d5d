package io.quartermaster.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Optional;

/** What stands between the parts of a form, as the content type names it (RFC 2046 5.1.1). */
final class FormBoundary {

    private static final int LONGEST = 70;
    private static final String ALLOWED = "'()+_,-./:=? ";

    private final byte[] dashed;

    private FormBoundary(byte[] dashed) {
        this.dashed = dashed;
    }

    static FormBoundary of(String contentType) throws MalformedBody {
        HeaderParameters parameters = HeaderParameters.of(contentType, Optional.empty());
        String boundary = parameters
                .require("boundary")
                .orElseThrow(() -> MalformedBody.of(
                        "The content type must name the form's boundary once: multipart/form-data; boundary=…"));
        boolean legal = !boundary.isEmpty()
                && boundary.length() <= LONGEST
                && !boundary.endsWith(" ")
                && boundary.chars().allMatch(FormBoundary::isAllowed);
        if (!legal) {
            throw MalformedBody.of("The form's boundary must be 1 to " + LONGEST + " characters of RFC 2046.");
        }
        return new FormBoundary(("--" + boundary).getBytes(US_ASCII));
    }

    /** With the two dashes that begin each line of it. */
    byte[] dashed() {
        return dashed;
    }

    int length() {
        return dashed.length;
    }

    boolean isAt(byte[] body, int at) {
        return at + dashed.length <= body.length
                && Arrays.equals(body, at, at + dashed.length, dashed, 0, dashed.length);
    }

    private static boolean isAllowed(int character) {
        return (character >= '0' && character <= '9')
                || (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || ALLOWED.indexOf(character) >= 0;
    }
}
